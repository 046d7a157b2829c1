using Xunit.Sdk;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>The tests' own tool: what is expected in vain, and what is told without being expected, fails.</summary>
public sealed class CodeTests
{
    [Fact]
    public Task An_alarm_that_does_not_come_fails() =>
        Assert.ThrowsAnyAsync<XunitException>(() => Code.ExpectAsync("""app.MapGet("/", () => "ok");      // APISEC001"""));

    [Fact]
    public Task An_alarm_that_nobody_expects_fails() =>
        Assert.ThrowsAnyAsync<XunitException>(() => Code.ExpectAsync("""app.MapGet("/", (ShopDb db, Guid id) => db.Orders.Find(id) is null);"""));

    [Fact]
    public Task Code_that_does_not_compile_fails() =>
        Assert.ThrowsAnyAsync<XunitException>(() => Code.ExpectAsync("""app.MapGetX("/", () => "ok");"""));
}
