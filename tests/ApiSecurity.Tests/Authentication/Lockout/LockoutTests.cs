using System.Net;
using ApiSecurity.Authentication;
using ApiSecurity.Tests.RateLimiting;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Over HTTP, with tokens.</summary>
public sealed class LockoutTests
{
    private const string Attacker = "203.0.113.7";
    private const string Home = "198.51.100.20";

    [Fact]
    public async Task An_address_that_sends_forged_tokens_is_refused_before_they_are_looked_at()
    {
        await using var app = await StartAsync();
        var good = app.Tokens().Mint();
        for (var number = 0; number < 15; number++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, Attacker, Forged(app)));
        }

        using var refused = await SendAsync(app, "/me", Attacker, Forged(app));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var locked = await SendAsync(app, "/me", Attacker, Forged(app));
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Contains("\"code\":\"too_many_failures\"", await locked.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Home, good));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, Home, Forged(app)));
    }

    [Fact]
    public async Task A_known_token_and_a_known_address_go_on_beside_an_attacker()
    {
        await using var app = await StartAsync();
        var known = app.Tokens().Mint();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Home, known));
        for (var number = 0; number < 40; number++)
        {
            await SendAsync(app, Home, Forged(app));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Home, known));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Home, app.Tokens().Mint("bob")));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(app, Home, Forged(app)));
    }

    [Fact]
    public async Task Requests_without_a_credential_are_not_asked()
    {
        await using var app = await StartAsync();
        for (var number = 0; number < 40; number++)
        {
            await SendAsync(app, Attacker, Forged(app));
        }

        using var open = await SendAsync(app, "/open", Attacker, token: null);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, Attacker, token: null));
    }

    [Fact]
    public async Task Expired_tokens_lock_nobody_out()
    {
        await using var app = await StartAsync();
        var expired = app.Tokens().Mint();
        app.Time.Advance(TimeSpan.FromHours(1));
        for (var number = 0; number < 100; number++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, Attacker, expired));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Attacker, app.Tokens().Mint()));
    }

    [Fact]
    public async Task A_client_that_does_not_give_up_with_one_bad_token_locks_nobody_out()
    {
        await using var app = await StartAsync();
        var bad = Forged(app);
        for (var number = 0; number < 100; number++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, Attacker, bad));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Attacker, app.Tokens().Mint()));
    }

    [Fact]
    public async Task A_scan_for_keys_is_told_and_ends()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), services: builder => builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new AddressFromHeader()));
        var statuses = new List<int>();
        for (var number = 0; number < 40; number++)
        {
            using var response = await app.SendAsync("/me", ("X-Api-Key", GeneratedApiKey.Generate().Text), (LimitedApp.Address, Attacker));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([401, 429], statuses.Distinct());
        var reasons = new List<string>();
        for (var told = 0; told < 41; told++)
        {
            reasons.Add((await app.Events.NextAsync()).Reason);
        }

        Assert.Single(reasons, "key_scanning");
    }

    [Fact]
    public async Task Report_mode_changes_no_answer()
    {
        await using var app = await StartAsync(new() { ["Lockout:Mode"] = "Report" });
        for (var number = 0; number < 60; number++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, Attacker, Forged(app)));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Attacker, app.Tokens().Mint()));
    }

    [Theory]
    [InlineData("Lockout:FailuresPerAddress", "0")]
    [InlineData("Lockout:FailuresPerSubject", "121")]
    [InlineData("Lockout:FailuresPerSubject", "5")]
    [InlineData("Lockout:Duration", "00:00:00")]
    [InlineData("Lockout:MaxKeys", "1")]
    public async Task Impossible_options_stop_the_start(string key, string value)
    {
        var exception = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => StartAsync(new() { [key] = value }));

        Assert.Contains("ApiSecurity:Lockout:Failures", exception.Message.Replace("Duration", "Failures", StringComparison.Ordinal).Replace("MaxKeys", "Failures", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Forged(TestApp app)
    {
        var token = app.Tokens().Mint();
        var last = token[^10] == 'A' ? 'B' : 'A';
        return token[..^10] + last + token[^9..];
    }

    private static async Task<HttpStatusCode> SendAsync(TestApp app, string address, string? token)
    {
        using var response = await SendAsync(app, "/me", address, token);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string path, string address, string? token) =>
        app.GetAsync(path, token, (LimitedApp.Address, address));

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) =>
        JwtApp.StartAsync(settings, builder => builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new AddressFromHeader()));

    private sealed class AddressFromHeader : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers[LimitedApp.Address].ToString());
                return go(context);
            });
            next(app);
        };
    }
}
