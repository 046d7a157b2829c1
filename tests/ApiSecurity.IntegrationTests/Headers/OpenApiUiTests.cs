using ApiSecurity.Headers;
using ApiSecurity.IntegrationTests.Browsing;
using ApiSecurity.Tests;
using Scalar.AspNetCore;

namespace ApiSecurity.IntegrationTests.Headers;

/// <summary>The preset for OpenAPI UIs, held against the UIs themselves in a real browser.</summary>
public sealed class OpenApiUiTests(Chromium chromium)
{
    [Fact]
    public async Task Scalar_works_under_its_preset()
    {
        await using var app = await StartAsync(app => app
            .MapScalarApiReference((options, context) => options.WithNonce(context.GetCspNonce()).DisableDefaultFonts())
            .AllowAnonymous()
            .WithSecurityHeaders(SecurityHeadersPreset.OpenApiUi));
        await using var browser = await chromium.OpenAsync();

        var response = await browser.Page.GotoAsync(new Uri(app.Address, "/scalar/").ToString());
        await browser.WaitForAsync(browser.Page.GetByText("Find an order"));

        Assert.Contains("script-src 'self' 'nonce-", response!.Headers["content-security-policy"], StringComparison.Ordinal);

        // Scalar's validator (zod) asks once whether it may make code from text, and takes the no for an answer.
        Assert.DoesNotContain(await browser.ViolationsAsync(), violation => violation != "script-src eval ");
        Assert.DoesNotContain(browser.Console, message => !message.Contains("unsafe-eval", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Swagger_UI_works_under_its_preset()
    {
        await using var app = await StartAsync(app => app
            .MapSwaggerUI("swagger", options => options.SwaggerEndpoint("/openapi/v1.json", "v1"))
            .AllowAnonymous()
            .WithSecurityHeaders(SecurityHeadersPreset.OpenApiUi));
        await using var browser = await chromium.OpenAsync();

        await browser.Page.GotoAsync(new Uri(app.Address, "/swagger/index.html").ToString());
        await TryItOutAsync(browser);

        Assert.Empty(await browser.ViolationsAsync());
        Assert.Empty(browser.Console);
    }

    [Fact]
    public async Task Swagger_UI_as_a_middleware_works_under_the_policy_of_its_path()
    {
        await using var app = await StartAsync(
            _ => { },
            new() { ["Headers:Paths:/swagger"] = "OpenApiUi" },
            app =>
            {
                app.UseApiSecurityHeaders();
                app.UseSwaggerUI(options => options.SwaggerEndpoint("/openapi/v1.json", "v1"));
                app.UseApiSecurity();
            });
        await using var browser = await chromium.OpenAsync();

        await browser.Page.GotoAsync(new Uri(app.Address, "/swagger/index.html").ToString());
        await TryItOutAsync(browser);

        Assert.Empty(await browser.ViolationsAsync());
        Assert.Empty(browser.Console);
    }

    /// <summary>Proves that the other tests could fail.</summary>
    [Fact]
    public async Task Under_the_preset_of_an_API_the_same_page_stays_empty()
    {
        await using var app = await StartAsync(app => app.MapSwaggerUI("swagger", options => options.SwaggerEndpoint("/openapi/v1.json", "v1")).AllowAnonymous());
        await using var browser = await chromium.OpenAsync();

        await browser.Page.GotoAsync(new Uri(app.Address, "/swagger/index.html").ToString());

        Assert.NotEmpty(await browser.ViolationsAsync());
        Assert.Equal(string.Empty, (await browser.Page.InnerTextAsync("#swagger-ui")).Trim());
    }

    private static async Task TryItOutAsync(BrowserPage browser)
    {
        await browser.WaitForAsync(browser.Page.GetByText("Find an order"));
        await browser.Page.GetByText("Find an order").First.ClickAsync();
        await browser.Page.GetByText("Try it out").First.ClickAsync();
        await browser.Page.GetByPlaceholder("id").FillAsync("7");
        await browser.Page.GetByText("Execute").First.ClickAsync();
        await browser.WaitForAsync(browser.Page.GetByText("\"total\""));
    }

    private static Task<TestApp> StartAsync(Action<WebApplication> ui, Dictionary<string, string?>? settings = null, Action<WebApplication>? use = null) => TestApp.StartAsync(
        app =>
        {
            app.MapOpenApi().AllowAnonymous();
            app.MapGet("/orders/{id}", (int id) => new { id, total = 12 }).AllowAnonymous().WithSummary("Find an order");
            ui(app);
        },
        settings,
        builder => builder.Services.AddOpenApi(),
        use,
        kestrel: true);
}
