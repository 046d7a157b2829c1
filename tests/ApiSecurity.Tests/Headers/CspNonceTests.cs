using System.Collections.Concurrent;
using ApiSecurity.Headers;

namespace ApiSecurity.Tests.Headers;

public sealed class CspNonceTests
{
    [Fact]
    public async Task The_nonce_of_the_page_stands_in_its_header()
    {
        await using var app = await StartAsync();

        using var response = await app.CreateClient().GetAsync("/page", TestContext.Current.CancellationToken);
        var nonces = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split(' ');

        Assert.Equal(22, nonces[0].Length);
        Assert.Equal(nonces[0], nonces[1]);
        Assert.Equal(
            $"default-src 'self'; script-src 'self' 'nonce-{nonces[0]}'; style-src 'self' 'nonce-{nonces[0]}'; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
            response.Single("Content-Security-Policy"));
        Assert.Equal($"script-src 'nonce-{nonces[0]}'", response.Single("Content-Security-Policy-Report-Only"));
    }

    [Fact]
    public async Task A_page_that_asks_for_none_gets_a_header_without()
    {
        await using var app = await StartAsync();

        using var response = await app.CreateClient().GetAsync("/plain", TestContext.Current.CancellationToken);

        response.Carries(PresetTests.Browser);
        Assert.Equal("script-src 'none'", response.Single("Content-Security-Policy-Report-Only"));
    }

    [Fact]
    public async Task No_two_answers_share_a_nonce()
    {
        await using var app = await StartAsync();
        var client = app.CreateClient();
        var seen = new ConcurrentDictionary<string, bool>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), TestContext.Current.CancellationToken, async (_, cancellation) =>
        {
            var text = await client.GetStringAsync("/page", cancellation);
            Assert.True(seen.TryAdd(text, true), "A nonce came twice.");
        });

        Assert.Equal(400, seen.Count);
    }

    [Fact]
    public async Task A_nonce_that_no_browser_would_honour_is_an_error_that_says_what_to_do()
    {
        await using var app = await StartAsync();

        Assert.StartsWith("The security headers of this endpoint have no place for a nonce", await app.CreateClient().GetStringAsync("/api", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nonce_asked_for_too_late_is_an_error()
    {
        await using var app = await StartAsync();

        Assert.Contains("The answer's headers are sent already.", await app.CreateClient().GetStringAsync("/late", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Headers:DisabledReason", "the gateway does it")]
    [InlineData("Headers:Paths:/elsewhere", "Browser")]
    public async Task Pages_go_on_working_where_the_library_can_not_tell(string key, string value)
    {
        await using var app = await StartAsync(new() { [key] = value });

        Assert.Equal(22, (await app.CreateClient().GetStringAsync("/api", TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task An_application_that_writes_the_policy_itself_may_use_the_nonce()
    {
        await using var app = await StartAsync();

        using var response = await app.CreateClient().GetAsync("/own", TestContext.Current.CancellationToken);

        Assert.Equal("script-src 'self'", response.Single("Content-Security-Policy"));
        Assert.Equal(22, (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Length);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            app.MapGet("/page", (HttpContext context) => $"{context.GetCspNonce()} {context.GetCspNonce()}").AllowAnonymous();
            app.MapGet("/plain", () => "x").AllowAnonymous();
            app.MapGet("/api", Ask).AllowAnonymous().WithSecurityHeaders(headers => headers.Preset = SecurityHeadersPreset.Api);
            app.MapGet("/own", (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = "script-src 'self'";
                return context.GetCspNonce();
            }).AllowAnonymous().WithSecurityHeaders(SecurityHeadersPreset.Api);
            app.MapGet("/late", async (HttpContext context) =>
            {
                await context.Response.WriteAsync("begun ");
                await context.Response.WriteAsync(Ask(context));
            }).AllowAnonymous();
        },
        new(settings ?? []) { ["Headers:Preset"] = "Browser", ["Headers:ContentSecurityPolicyReportOnly"] = "script-src 'nonce-{nonce}'" });

    private static string Ask(HttpContext context)
    {
        try
        {
            return context.GetCspNonce();
        }
        catch (InvalidOperationException error)
        {
            return error.Message;
        }
    }
}
