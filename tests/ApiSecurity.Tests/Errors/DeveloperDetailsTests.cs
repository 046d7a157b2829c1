using System.Net;
using ApiSecurity.Errors;

namespace ApiSecurity.Tests.Errors;

/// <summary>Who is told what an exception holds.</summary>
public sealed class DeveloperDetailsTests
{
    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    [InlineData("Staging", false)]
    public async Task Only_a_developers_machine_shows_the_exception(string environment, bool shown)
    {
        await using var app = await StartAsync(environment);

        var problem = await Problem.GetAsync(app, "/");

        Assert.Equal(500, problem.Status);
        Assert.Equal(shown, problem.Json.TryGetProperty("exception", out var exceptions));
        if (shown)
        {
            Assert.Equal("System.InvalidOperationException: outer", exceptions[0].GetProperty("type").GetString() + ": " + exceptions[0].GetProperty("message").GetString());
            Assert.Contains(nameof(DeveloperDetailsTests), exceptions[0].GetProperty("stack")[0].GetString(), StringComparison.Ordinal);
            Assert.Equal("inner", exceptions[1].GetProperty("message").GetString());
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-for", "")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Original-For", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "rebound.example")]
    [InlineData("Host", "localhost.example")]
    [InlineData("Host", "10.0.0.1")]
    public async Task What_came_by_a_proxy_or_by_another_name_is_not_local(string header, string value)
    {
        await using var app = await StartAsync("Development");

        var problem = await Problem.GetAsync(app, "/", (header, value));

        Assert.DoesNotContain("outer", problem.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_can_be_switched_off()
    {
        await using var app = await StartAsync("Development", new() { ["Errors:DeveloperDetails"] = "false" });

        Assert.DoesNotContain("outer", (await Problem.GetAsync(app, "/")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("127.8.9.1", "127.0.0.1", true)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("::ffff:127.0.0.1", "shop.localhost", true)]
    [InlineData("10.0.0.7", "localhost", false)]
    [InlineData("0.0.0.0", "localhost", false)]
    [InlineData("::ffff:10.0.0.7", "localhost", false)]
    public void A_local_client_is_one_of_this_machine(string address, string host, bool local)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) }, Request = { Host = new HostString(host) } };

        Assert.Equal(local, LocalClient.Is(context));
    }

    [Fact]
    public async Task The_messages_are_logged_in_Development_and_not_in_Production()
    {
        await using var development = await StartAsync("Development");
        await using var production = await StartAsync("Production");
        await Problem.GetAsync(development, "/");
        await Problem.GetAsync(production, "/");

        Assert.Contains(development.Logs.GetSnapshot(), record => record.Exception?.Message == "outer");
        var told = production.Logs.GetSnapshot().Single(record => record.Id.Name == "RequestFailed");
        Assert.Null(told.Exception);
        Assert.Contains("System.InvalidOperationException", told.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(DeveloperDetailsTests), told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("outer", told.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(string environment, Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app => app.MapGet("/", IResult () => throw new InvalidOperationException("outer", new FormatException("inner"))).AllowAnonymous(),
        new(settings ?? []) { ["Transport:DisabledReason"] = "hosts and proxies are looked at here" },
        environment: environment,
        kestrel: true);
}
