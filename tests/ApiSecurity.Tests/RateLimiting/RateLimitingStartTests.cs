using ApiSecurity.RateLimiting;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.RateLimiting;

public sealed class RateLimitingStartTests
{
    [Fact]
    public async Task Wrong_options_stop_the_start_and_all_are_told()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: new()
        {
            ["RateLimiting:PerAddress"] = "600 per minute",
            ["RateLimiting:PerClient"] = "0/min",
            ["RateLimiting:MaxKeys"] = "12",
            ["RateLimiting:Policies:login:Limit"] = "5/min",
            ["RateLimiting:Policies:login:Burst"] = "6",
            ["RateLimiting:Policies:empty:Per"] = "Client",
            ["RateLimiting:Policies:5/min:Limit"] = "5/min",
            ["RateLimiting:Exemptions:0:Network"] = "10.1.2.3/8",
        }));

        Assert.Equal(
            [
                "ApiSecurity:RateLimiting:Exemptions:0:Network is not a network. Write an address and the length of its prefix, with no bits set behind it, 10.1.0.0/16, or a single address.",
                "ApiSecurity:RateLimiting:Exemptions:0:Reason is empty. Say why the network is not limited by address.",
                "ApiSecurity:RateLimiting:MaxKeys is out of range. Write a number from 1024 to 67108864.",
                $"ApiSecurity:RateLimiting:PerAddress is not a rate. {Rate.HowToWrite}",
                $"ApiSecurity:RateLimiting:PerClient allows nothing. {Rate.HowToWrite}",
                "ApiSecurity:RateLimiting:Policies:5/min is a name that looks like a rate. Begin the name with a letter and leave slashes out.",
                $"ApiSecurity:RateLimiting:Policies:empty:Limit is not a rate. {Rate.HowToWrite}",
                "ApiSecurity:RateLimiting:Policies:login:Burst is not possible with this limit. Write a number from 1 to 5, or leave it out for 5.",
            ],
            error.Failures.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("logni", "GET /x names the rate limit policy \"logni\", which does not exist. Did you mean login?")]
    [InlineData("export", "GET /x names the rate limit policy \"export\", which does not exist. Add ApiSecurity:RateLimiting:Policies:export, or write a rate such as 10/min.")]
    [InlineData("10/minute", "GET /x has a rate limit \"10/minute\" that is not a rate. Write a number, a slash and a time")]
    [InlineData("10", "GET /x has a rate limit \"10\" that is not a rate.")]
    public async Task An_endpoint_with_a_limit_that_is_none_stops_the_start(string limit, string expected)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/x", () => "x").AllowAnonymous().RequireRateLimit(limit),
            new() { ["RateLimiting:Policies:login:Limit"] = "5/min" }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_limit_is_refused_at_once(string limit) =>
        Assert.Contains("Write a rate such as 10/min", Assert.Throws<ArgumentException>(() => new RateLimitAttribute(limit)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_policy_with_settings_of_the_endpoint_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/x", () => "x").AllowAnonymous().RequireRateLimit("login", LimitBy.Address),
            new() { ["RateLimiting:Policies:login:Limit"] = "5/min" }));

        Assert.Contains("Set them at ApiSecurity:RateLimiting:Policies:login", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_burst_above_the_rate_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/x", [RateLimit("5/min", Burst = 6)] () => "x").AllowAnonymous()));

        Assert.Contains("Write a number from 1 to 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_on_an_endpoint_that_is_taken_out_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/x", () => "x").RequireRateLimit("5/min").DisableApiSecurity("internal")));

        Assert.Contains("DisableApiSecurity takes it out of all limits. Remove one of the two.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LimitBy.Address, "app.UseApiSecurityLimitsByAddress()")]
    [InlineData(LimitBy.Everyone, "app.UseApiSecurityLimitsByCaller()")]
    public async Task A_limit_without_its_step_stops_the_start(LimitBy per, string expected)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/x", () => "x").AllowAnonymous().RequireRateLimit("5/min", per),
            use: app => app.UseApiSecurityHeaders()));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_changes_the_rates_and_keeps_what_was_counted()
    {
        await using var app = await LimitedApp.StartAsync(
            app => app.MapGet("/x", () => "x").AllowAnonymous().RequireRateLimit("export"),
            new() { ["RateLimiting:Policies:export:Limit"] = "4/h" });
        Assert.Equal(4, await app.CountAdmittedAsync(9, "/x", "192.0.2.1"));

        var configuration = (IConfigurationRoot)app.App.Configuration;
        app.App.Configuration["ApiSecurity:RateLimiting:Policies:export:Limit"] = "8/h";
        configuration.Reload();

        // Four of the new eight are used up: what they cost is still to be paid.
        Assert.Equal(0, await app.CountAdmittedAsync(9, "/x", "192.0.2.1"));
        Assert.Equal(8, await app.CountAdmittedAsync(9, "/x", "192.0.2.2"));
    }

    [Fact]
    public async Task A_reload_that_takes_a_policy_away_is_not_used()
    {
        await using var app = await LimitedApp.StartAsync(
            app => app.MapGet("/x", () => "x").AllowAnonymous().RequireRateLimit("export"),
            configure: options =>
            {
                if (options.RateLimiting.PerClient == "300/min")
                {
                    options.RateLimiting.Policies["export"] = new RateLimitPolicyOptions { Limit = "1/h" };
                }
            });

        app.App.Configuration["ApiSecurity:RateLimiting:PerClient"] = "301/min";
        ((IConfigurationRoot)app.App.Configuration).Reload();

        Assert.Equal(1, await app.CountAdmittedAsync(9, "/x", "192.0.2.1"));
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Message.Contains("ApiSecurity:RateLimiting:Policies has no policy export, which GET /x names.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_summary_tells_the_limits_and_what_is_exempt()
    {
        await using var app = await TestApp.StartAsync(settings: new()
        {
            ["RateLimiting:Policies:unused:Limit"] = "5/min",
            ["RateLimiting:Exemptions:0:Network"] = "10.0.0.0/8",
            ["RateLimiting:Exemptions:0:Reason"] = "the gateway",
        });

        var summary = app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
        Assert.Contains("600/min per address, 300/min per client, policies: 1", summary, StringComparison.Ordinal);
        Assert.Contains("the rate limit policy unused is not named by any endpoint", summary, StringComparison.Ordinal);
        Assert.Contains("10.0.0.0/8 is not limited by address (the gateway)", summary, StringComparison.Ordinal);
    }
}
