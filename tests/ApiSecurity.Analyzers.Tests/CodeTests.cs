using Microsoft.CodeAnalysis;
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

    /// <summary>An analyzer that throws is a warning in the user's build, and is off until the editor is started anew.</summary>
    [Fact]
    public async Task Code_that_somebody_is_typing_makes_no_analyzer_throw()
    {
        var random = new Random(4711);
        var files = Source.Of("samples/OrdersApi/Bare", "samples/OrdersApi/Data", "samples/OrdersApi/Secured").ToList();
        for (var round = 0; round < 25; round++)
        {
            var broken = files.Select(file =>
            {
                var (from, length) = (random.Next(file.Text.Length), random.Next(1, 60));
                return (file.Path, file.Text.Remove(from, Math.Min(length, file.Text.Length - from)));
            });
            await Code.RunAsync(Code.Compilation(broken, OutputKind.DynamicallyLinkedLibrary));
        }
    }

    [Fact]
    public async Task Code_that_is_generated_gives_no_alarm()
    {
        const string Hole = """
            public static class Generated
            {
                public static object Parameters => new Microsoft.IdentityModel.Tokens.TokenValidationParameters { ValidateIssuer = false };
            }
            """;

        Assert.Empty(await Code.AlarmsAsync(Code.Compilation([("Hole.g.cs", Hole)], OutputKind.DynamicallyLinkedLibrary)));
        Assert.Single(await Code.AlarmsAsync(Code.Compilation([("Hole.cs", Hole)], OutputKind.DynamicallyLinkedLibrary)));
    }

    [Fact]
    public async Task Long_sums_of_text_do_not_overflow()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("note", 1500));
        await Code.RunAsync(Code.Compilation([("Program.cs", Code.Frame($"""app.MapGet("/", (HttpClient http, string note) => http.GetStringAsync({sum}));""")), .. Code.Domain]));
    }
}
