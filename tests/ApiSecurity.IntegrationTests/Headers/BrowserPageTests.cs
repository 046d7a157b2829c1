using ApiSecurity.Headers;
using ApiSecurity.IntegrationTests.Browsing;
using ApiSecurity.Tests;

namespace ApiSecurity.IntegrationTests.Headers;

/// <summary>The preset for pages, in a real browser.</summary>
public sealed class BrowserPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_script_with_the_nonce_runs_and_an_injected_one_does_not()
    {
        await using var app = await StartAsync();
        await using var browser = await chromium.OpenAsync();

        await browser.Page.GotoAsync(new Uri(app.Address, "/page?name=" + Uri.EscapeDataString("<script>window.injected = true</script><img src=x onerror='window.injected = true'>")).ToString());

        Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.ran === true"), "The page's own script did not run.");
        Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.linked === true"), "The script file of the same origin did not run.");
        Assert.Equal("rgb(1, 2, 3)", await browser.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('p')).color"));
        Assert.False(await browser.Page.EvaluateAsync<bool>("() => window.injected === true"), "An injected script ran.");
        Assert.Contains(await browser.ViolationsAsync(), violation => violation.StartsWith("script-src-elem inline", StringComparison.Ordinal));
        Assert.Contains(await browser.ViolationsAsync(), violation => violation.StartsWith("script-src-attr inline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_with_the_nonce_of_another_answer_does_not_run()
    {
        await using var app = await StartAsync();
        await using var browser = await chromium.OpenAsync();

        await browser.Page.GotoAsync(new Uri(app.Address, "/stale").ToString());

        Assert.False(await browser.Page.EvaluateAsync<bool>("() => window.ran === true"));
    }

    [Fact]
    public async Task Another_site_can_not_hold_the_page_in_a_frame()
    {
        await using var app = await StartAsync();
        await using var other = await TestApp.StartAsync(
            other => other.MapGet("/", () => Results.Content($"<iframe src='{new Uri(app.Address, "/page")}'></iframe>", "text/html")).AllowAnonymous(),
            kestrel: true,
            configure: options => options.Headers.Preset = SecurityHeadersPreset.None);
        await using var browser = await chromium.OpenAsync();

        await browser.Page.GotoAsync(other.Address.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

        Assert.Contains(browser.Console, message => message.Contains("frame-ancestors", StringComparison.Ordinal));
    }

    /// <summary>A feature or a directive that the browser does not know would be a warning in every visitor's console.</summary>
    [Theory]
    [InlineData(SecurityHeadersPreset.Api)]
    [InlineData(SecurityHeadersPreset.Browser)]
    [InlineData(SecurityHeadersPreset.OpenApiUi)]
    public async Task A_browser_knows_everything_that_a_preset_sends(SecurityHeadersPreset preset)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", () => Results.Content("<!doctype html><link rel='icon' href='data:,'><p>hello", "text/html")).AllowAnonymous(),
            kestrel: true,
            configure: options =>
            {
                options.Headers.Preset = preset;
                options.Headers.ContentSecurityPolicy = new ContentSecurityPolicyBuilder(preset).ImgSrc(CspSource.Data).Build();
            });
        await using var browser = await chromium.OpenAsync();

        await browser.Page.GotoAsync(app.Address.ToString());

        Assert.Empty(browser.Console);
    }

    private static Task<TestApp> StartAsync()
    {
        return TestApp.StartAsync(
            app =>
            {
                app.MapGet("/page", (HttpContext context, string? name) => Html(context.GetCspNonce(), name)).AllowAnonymous();
                app.MapGet("/stale", (HttpContext context) =>
                {
                    _ = context.GetCspNonce();
                    return Html("AAAAAAAAAAAAAAAAAAAAAA", null);
                }).AllowAnonymous();
                app.MapGet("/site.js", () => Results.Content("window.linked = true", "text/javascript")).AllowAnonymous();
            },
            kestrel: true,
            configure: options => options.Headers.Preset = SecurityHeadersPreset.Browser);
    }

    private static IResult Html(string nonce, string? name) => Results.Content(
        $"<!doctype html><title>t</title><link rel='icon' href='data:,'><style nonce='{nonce}'>p {{ color: rgb(1, 2, 3) }}</style>"
        + $"<script nonce='{nonce}'>window.ran = true</script><script src='/site.js'></script><p>hello {name}</p>",
        "text/html");
}
