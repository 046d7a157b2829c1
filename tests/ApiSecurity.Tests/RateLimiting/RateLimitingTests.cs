using System.Net;
using System.Text.Json;
using ApiSecurity.RateLimiting;

namespace ApiSecurity.Tests.RateLimiting;

public sealed class RateLimitingTests
{
    [Fact]
    public async Task A_caller_over_the_limit_is_told_when_to_come_back()
    {
        await using var app = await LimitedApp.StartAsync(app => app.MapGet("/", () => "hello").AllowAnonymous().RequireRateLimit("2/min"));
        Assert.Equal(2, await app.CountAdmittedAsync(2, "/", "192.0.2.1"));
        app.Time.Advance(TimeSpan.FromSeconds(0.5));

        using var refused = await app.GetAsync("/", "192.0.2.1");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("30", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("rate_limited", problem.RootElement.GetProperty("code").GetString());
        Assert.Equal(429, problem.RootElement.GetProperty("status").GetInt32());

        app.Time.Advance(TimeSpan.FromSeconds(29));
        using var early = await app.GetAsync("/", "192.0.2.1");
        Assert.Equal("1", early.Headers.GetValues("Retry-After").Single());

        app.Time.Advance(TimeSpan.FromSeconds(1));
        using var admitted = await app.GetAsync("/", "192.0.2.1");
        Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        Assert.False(admitted.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task The_operator_is_told_which_limit_it_was()
    {
        await using var app = await LimitedApp.StartAsync(app => app.MapGet("/orders/{id}", () => "hello").AllowAnonymous().RequireRateLimit("1/h"));
        Assert.Equal(1, await app.CountAdmittedAsync(2, "/orders/1", "192.0.2.1"));

        var told = await app.Events.NextAsync();

        Assert.Equal((SecurityEventNames.RateLimitExceeded, "rate_limited", SecurityEventOutcome.Refused), (told.Name, told.Reason, told.Outcome));
        Assert.Equal(("rate_limiting", "/orders/{id}", 429, "endpoint, 1/h"), (told.Feature, told.Endpoint, told.StatusCode, told.Detail));
    }

    [Fact]
    public async Task Addresses_are_counted_apart_and_over_all_endpoints()
    {
        await using var app = await LimitedApp.StartAsync(MapTwo, new() { ["RateLimiting:PerAddress"] = "4/min" });

        Assert.Equal(2, await app.CountAdmittedAsync(2, "/a", "192.0.2.1"));
        Assert.Equal(1, await app.CountAdmittedAsync(1, "/nothing-here", "192.0.2.1"));
        Assert.Equal(1, await app.CountAdmittedAsync(5, "/b", "192.0.2.1"));
        Assert.Equal(4, await app.CountAdmittedAsync(5, "/b", "192.0.2.2"));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [InlineData("fe80::1%1", "fe80::1%2", true)]
    [InlineData("::1", "127.0.0.1", false)]
    public async Task One_customers_addresses_are_one(string first, string second, bool same)
    {
        await using var app = await LimitedApp.StartAsync(MapTwo, new() { ["RateLimiting:PerAddress"] = "1/min" });

        Assert.Equal(1, await app.CountAdmittedAsync(2, "/a", first));
        Assert.Equal(same ? 0 : 1, await app.CountAdmittedAsync(1, "/a", second));
    }

    [Fact]
    public async Task Without_an_address_only_limits_that_an_endpoint_asks_for_are_counted()
    {
        await using var app = await LimitedApp.StartAsync(
            app =>
            {
                MapTwo(app);
                app.MapPost("/login", () => "in").AsPublicEndpoint("a test");
                app.MapGet("/limited", () => "in").AllowAnonymous().RequireRateLimit("3/min", LimitBy.Address);
            },
            new() { ["RateLimiting:PerAddress"] = "2/min", ["RateLimiting:PerClient"] = "2/min" });

        Assert.Equal(20, await app.CountAdmittedAsync(20, "/a"));
        Assert.Equal(3, await app.CountAdmittedAsync(20, "/limited"));
        Assert.Single(app.Logs.GetSnapshot(), record => record.Message.Contains("without a client address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_is_counted_over_all_addresses_and_endpoints()
    {
        await using var app = await LimitedApp.StartAsync(MapTwo, new() { ["RateLimiting:PerClient"] = "3/min" });

        Assert.Equal(2, await app.CountAdmittedAsync(2, "/a", "192.0.2.1", "sub=alice"));
        Assert.Equal(1, await app.CountAdmittedAsync(2, "/b", "192.0.2.2", "sub=alice"));
        Assert.Equal(3, await app.CountAdmittedAsync(4, "/b", "192.0.2.2", "sub=bob"));
        // Who is not authenticated is counted by address only.
        Assert.Equal(4, await app.CountAdmittedAsync(4, "/a", "192.0.2.1"));
    }

    [Theory]
    [InlineData("sub=alice;client_id=web", "client_id=app;sub=alice", true)]
    [InlineData("sub=alice", "sub=Alice", false)]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier=alice", "sub=alice", true)]
    [InlineData("client_id=web", "azp=web", true)]
    [InlineData("client_id=alice", "sub=alice", false)]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name=alice", "sub=alice", false)]
    public async Task A_caller_is_its_subject_or_else_its_client_id(string first, string second, bool same)
    {
        await using var app = await LimitedApp.StartAsync(MapTwo, new() { ["RateLimiting:PerClient"] = "1/min" });

        Assert.Equal(1, await app.CountAdmittedAsync(2, "/a", "192.0.2.1", first));
        Assert.Equal(same ? 0 : 1, await app.CountAdmittedAsync(1, "/a", "192.0.2.1", second));
    }

    [Fact]
    public async Task Each_limit_of_an_endpoint_must_have_room()
    {
        await using var app = await LimitedApp.StartAsync(app => app.MapGet("/", [RateLimit("5/h"), RateLimit("2/min")] () => "hello").AllowAnonymous());

        Assert.Equal(2, await app.CountAdmittedAsync(10, "/", "192.0.2.1"));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        // What the shorter limit refused did not use the longer one up.
        Assert.Equal(2, await app.CountAdmittedAsync(10, "/", "192.0.2.1"));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await app.CountAdmittedAsync(10, "/", "192.0.2.1"));
    }

    [Fact]
    public async Task A_rate_is_counted_per_endpoint_and_a_policy_across_endpoints()
    {
        await using var app = await LimitedApp.StartAsync(
            app =>
            {
                var rates = app.MapGroup("/rate").AsPublicEndpoint("a test").RequireRateLimit("2/min");
                rates.MapGet("/a", () => "a");
                rates.MapGet("/b", () => "b");
                var policies = app.MapGroup("/policy").AsPublicEndpoint("a test").RequireRateLimit("export");
                policies.MapGet("/a", () => "a");
                policies.MapGet("/b", () => "b");
            },
            new() { ["RateLimiting:Policies:export:Limit"] = "3/min", ["RateLimiting:Policies:export:Burst"] = "2", ["RateLimiting:Policies:export:Per"] = "Address" });

        Assert.Equal(2, await app.CountAdmittedAsync(3, "/rate/a", "192.0.2.1"));
        Assert.Equal(2, await app.CountAdmittedAsync(3, "/rate/b", "192.0.2.1"));
        Assert.Equal(1, await app.CountAdmittedAsync(1, "/policy/a", "192.0.2.1"));
        Assert.Equal(1, await app.CountAdmittedAsync(3, "/policy/b", "192.0.2.1"));
        app.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, await app.CountAdmittedAsync(3, "/policy/a", "192.0.2.1"));
    }

    [Fact]
    public async Task Everyone_together_is_one_key()
    {
        await using var app = await LimitedApp.StartAsync(app => app.MapGet("/", () => "hello").AllowAnonymous().RequireRateLimit("3/min", LimitBy.Everyone));

        Assert.Equal(1, await app.CountAdmittedAsync(1, "/", "192.0.2.1"));
        Assert.Equal(1, await app.CountAdmittedAsync(1, "/", "192.0.2.2", "sub=alice"));
        Assert.Equal(1, await app.CountAdmittedAsync(2, "/", "192.0.2.3", "sub=bob"));
    }

    [Fact]
    public async Task Guessing_is_refused_before_the_credential_is_looked_at()
    {
        await using var app = await LimitedApp.StartAsync(
            app => app.MapGet("/", () => "hello").AllowAnonymous().RequireRateLimit("1/min", LimitBy.Address),
            use: app =>
            {
                app.UseRouting();
                app.UseApiSecurityHeaders();
                app.UseApiSecurityLimitsByAddress();
                app.Use((context, next) =>
                {
                    context.Response.Headers["X-Reached"] = "1";
                    return next(context);
                });
            });

        using var first = await app.GetAsync("/", "192.0.2.1");
        using var second = await app.GetAsync("/", "192.0.2.1");
        Assert.True(first.Headers.Contains("X-Reached"));
        Assert.False(second.Headers.Contains("X-Reached"));
    }

    [Fact]
    public async Task Endpoints_that_are_taken_out_are_not_limited()
    {
        await using var app = await LimitedApp.StartAsync(
            app =>
            {
                MapTwo(app);
                app.MapGet("/health", () => "well").AllowAnonymous().DisableApiSecurity("polled by the load balancer");
            },
            new() { ["RateLimiting:PerAddress"] = "1/min", ["RateLimiting:PerClient"] = "1/min" });

        Assert.Equal(9, await app.CountAdmittedAsync(9, "/health", "192.0.2.1", "sub=alice"));
        Assert.Equal(1, await app.CountAdmittedAsync(9, "/a", "192.0.2.1", "sub=alice"));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.77", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.77", true)]
    [InlineData("192.0.2.77", "192.0.2.77", true)]
    [InlineData("192.0.2.0/24", "192.0.3.1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("::/0", "192.0.2.1", false)]
    public async Task Exempt_networks_are_not_counted_by_address_but_their_callers_are(string network, string address, bool exempt)
    {
        await using var app = await LimitedApp.StartAsync(
            MapTwo,
            new()
            {
                ["RateLimiting:PerAddress"] = "2/min",
                ["RateLimiting:PerClient"] = "5/min",
                ["RateLimiting:Exemptions:0:Network"] = network,
                ["RateLimiting:Exemptions:0:Reason"] = "the gateway",
            });

        Assert.Equal(exempt ? 9 : 2, await app.CountAdmittedAsync(9, "/a", address));
        Assert.Equal(exempt ? 5 : 0, await app.CountAdmittedAsync(9, "/a", address, "sub=alice"));
    }

    [Fact]
    public async Task A_flood_from_more_addresses_than_are_remembered_is_told_once_an_hour()
    {
        await using var app = await LimitedApp.StartAsync(
            app => app.MapGet("/", () => "hello").AllowAnonymous().RequireRateLimit("1/d", LimitBy.Address), new() { ["RateLimiting:MaxKeys"] = "1024" });
        for (var index = 0; index < 5_000; index++)
        {
            using var response = await app.GetAsync("/", $"10.1.{index / 250}.{index % 250}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        app.Time.Advance(TimeSpan.FromHours(1));

        Assert.Single(app.Logs.GetSnapshot(), record => record.Id.Name == "LimitsForgotten" && record.Message.Contains("Raise ApiSecurity:RateLimiting:MaxKeys", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_mode_refuses_nothing_and_tells_all()
    {
        await using var app = await LimitedApp.StartAsync(MapTwo, new() { ["RateLimiting:PerAddress"] = "1/h", ["RateLimiting:Mode"] = "Report" });

        Assert.Equal(3, await app.CountAdmittedAsync(3, "/a", "192.0.2.1"));
        Assert.Equal(SecurityEventOutcome.Reported, (await app.Events.NextAsync()).Outcome);
        Assert.Equal(SecurityEventOutcome.Reported, (await app.Events.NextAsync()).Outcome);
    }

    [Fact]
    public async Task Switched_off_with_a_reason_nothing_is_limited()
    {
        await using var app = await LimitedApp.StartAsync(
            MapTwo, new() { ["RateLimiting:PerAddress"] = "1/h", ["RateLimiting:DisabledReason"] = "the gateway limits" });

        Assert.Equal(3, await app.CountAdmittedAsync(3, "/a", "192.0.2.1"));
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task The_frameworks_rate_limiter_works_beside()
    {
        await using var app = await LimitedApp.StartAsync(
            app =>
            {
                app.UseRateLimiter();
                app.MapGet("/", () => "hello").AllowAnonymous().RequireRateLimiting("theirs").RequireRateLimit("3/min");
            },
            services: builder => builder.Services.AddRateLimiter(options =>
                Microsoft.AspNetCore.RateLimiting.RateLimiterOptionsExtensions.AddFixedWindowLimiter(options, "theirs", window =>
                {
                    window.PermitLimit = 2;
                    window.Window = TimeSpan.FromDays(1);
                })));

        var statuses = new List<int>();
        for (var count = 0; count < 4; count++)
        {
            using var response = await app.GetAsync("/", "192.0.2.1");
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 200, 503, 429], statuses);
    }

    private static void MapTwo(WebApplication app)
    {
        app.MapGet("/a", () => "a").AllowAnonymous();
        app.MapGet("/b", () => "b").AllowAnonymous();
    }
}
