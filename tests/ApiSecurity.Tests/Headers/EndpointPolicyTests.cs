using ApiSecurity.Headers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.FileProviders;

namespace ApiSecurity.Tests.Headers;

public sealed class EndpointPolicyTests
{
    [Fact]
    public async Task An_endpoint_names_a_policy()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/docs", () => "docs").AllowAnonymous().WithSecurityHeaders("docs");
                app.MapGet("/attribute", [SecurityHeaders("DOCS")] () => "docs").AllowAnonymous();
                app.MapGet("/", () => "api").AllowAnonymous();
            },
            new() { ["Headers:Policies:docs:Preset"] = "OpenApiUi", ["Headers:Policies:docs:XFrameOptions"] = "SAMEORIGIN" });
        var client = app.CreateClient();

        foreach (var path in (string[])["/docs", "/attribute"])
        {
            using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
            response.Carries(new Dictionary<string, string>(PresetTests.OpenApiUi) { ["X-Frame-Options"] = "SAMEORIGIN" });
            Assert.Null(response.Single("Cross-Origin-Embedder-Policy"));
        }

        (await client.GetAsync("/", TestContext.Current.CancellationToken)).Carries(PresetTests.Api);
    }

    [Fact]
    public async Task A_preset_is_a_policy_already()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/typed", () => "docs").AllowAnonymous().WithSecurityHeaders(SecurityHeadersPreset.Browser);
            app.MapGet("/named", () => "docs").AllowAnonymous().WithSecurityHeaders("browser");
        });

        (await app.CreateClient().GetAsync("/typed", TestContext.Current.CancellationToken)).Carries(PresetTests.Browser);
        (await app.CreateClient().GetAsync("/named", TestContext.Current.CancellationToken)).Carries(PresetTests.Browser);
    }

    [Fact]
    public async Task A_policy_without_a_preset_is_the_default_one_with_changes()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/inline", () => "x").AllowAnonymous().WithSecurityHeaders(headers =>
                {
                    headers.XFrameOptions = "SAMEORIGIN";
                    headers.CrossOriginEmbedderPolicy = string.Empty;
                    headers.Custom["Clear-Site-Data"] = "\"cookies\"";
                });
                app.MapGet("/named", () => "x").AllowAnonymous().WithSecurityHeaders("framed");
            },
            new()
            {
                ["Headers:Preset"] = "Browser",
                ["Headers:ReferrerPolicy"] = "origin",
                ["Headers:Policies:framed:XFrameOptions"] = "SAMEORIGIN",
            });
        var expected = new Dictionary<string, string>(PresetTests.Browser) { ["X-Frame-Options"] = "SAMEORIGIN", ["Referrer-Policy"] = "origin" };

        using var inline = await app.CreateClient().GetAsync("/inline", TestContext.Current.CancellationToken);
        using var named = await app.CreateClient().GetAsync("/named", TestContext.Current.CancellationToken);

        inline.Carries(expected);
        Assert.Equal("\"cookies\"", inline.Single("Clear-Site-Data"));
        named.Carries(expected);
        Assert.Null(named.Single("Clear-Site-Data"));
    }

    [Fact]
    public async Task The_endpoint_s_choice_goes_before_the_group_s()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            var group = app.MapGroup("/pages").AsPublicEndpoint("a test").WithSecurityHeaders(SecurityHeadersPreset.Browser);
            group.MapGet("/a", () => "a");
            group.MapGet("/b", () => "b").WithSecurityHeaders(SecurityHeadersPreset.OpenApiUi);
        });

        (await app.CreateClient().GetAsync("/pages/a", TestContext.Current.CancellationToken)).Carries(PresetTests.Browser);
        (await app.CreateClient().GetAsync("/pages/b", TestContext.Current.CancellationToken)).Carries(PresetTests.OpenApiUi);
    }

    [Fact]
    public async Task A_controller_names_one_and_its_action_another()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapControllers().AllowAnonymous(),
            services: builder => builder.Services.AddControllers().OnlyControllers(typeof(PagesController)));

        (await app.CreateClient().GetAsync("/header-pages/page", TestContext.Current.CancellationToken)).Carries(PresetTests.Browser);
        (await app.CreateClient().GetAsync("/header-pages/docs", TestContext.Current.CancellationToken)).Carries(PresetTests.OpenApiUi);
    }

    [Fact]
    public async Task An_endpoint_without_headers_says_why_and_is_listed_at_start()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/raw", (HttpResponse response) => response.Headers.XPoweredBy = "kept").AllowAnonymous().WithSecurityHeaders("raw"),
            new() { ["Headers:Policies:raw:DisabledReason"] = "an old device reads it" });

        using var response = await app.CreateClient().GetAsync("https://api.example/raw", TestContext.Current.CancellationToken);

        Assert.Equal("X-Powered-By: kept", response.Text());
        Assert.Contains(
            "exposed GET /raw  (no security headers: an old device reads it)",
            app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisableApiSecurity_leaves_the_headers()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "x").DisableApiSecurity("a test"));

        (await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken)).Carries(PresetTests.Api);
    }

    [Theory]
    [InlineData("/ApiSecurity.Tests.deps.json", "Browser")]
    [InlineData("/site/ApiSecurity.Tests.deps.json", "OpenApiUi")]
    [InlineData("/sitemap", "Browser")]
    [InlineData("/SITE/nowhere", "OpenApiUi")]
    [InlineData("/site/endpoint", "Api")]
    public async Task What_has_no_endpoint_takes_the_policy_of_the_longest_path(string path, string expected)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/site/endpoint", () => "x").AllowAnonymous().WithSecurityHeaders("Api"),
            new() { ["Headers:Paths:/"] = "Browser", ["Headers:Paths:/site/"] = "OpenApiUi" },
            use: app =>
            {
                app.UseApiSecurityHeaders();
                var files = new PhysicalFileProvider(AppContext.BaseDirectory);
                app.UseStaticFiles(new StaticFileOptions { FileProvider = files, RequestPath = "/site" });
                app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
                app.UseApiSecurity();
            });

        using var response = await app.CreateClient().GetAsync(path, TestContext.Current.CancellationToken);

        response.Carries(expected switch
        {
            "Browser" => PresetTests.Browser,
            "OpenApiUi" => PresetTests.OpenApiUi,
            _ => PresetTests.Api,
        });
    }

    [Fact]
    public async Task An_endpoint_that_hides_itself_keeps_its_choice()
    {
        await using var app = await TestApp.StartAsync(app => app
            .MapFallbackToFile("ApiSecurity.Tests.deps.json", new StaticFileOptions { FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory) })
            .AllowAnonymous()
            .WithSecurityHeaders(SecurityHeadersPreset.Browser));

        using var response = await app.CreateClient().GetAsync("/any/page", TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode);
        response.Carries(PresetTests.Browser);
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/docs", () => "x").WithSecurityHeaders("dosc"),
            new() { ["Headers:Policies:docs:Preset"] = "OpenApiUi" }));

        Assert.Contains(
            "GET /docs names the header policy 'dosc', which does not exist. Add ApiSecurity:Headers:Policies:dosc, or use one of docs, Api, Browser, None, OpenApiUi.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_at_an_endpoint_that_can_not_be_used_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/docs", () => "x").WithSecurityHeaders(headers => headers.XFrameOptions = "DENY\r\nSet-Cookie: a=b")));

        Assert.Contains(
            "WithSecurityHeaders on GET /docs, XFrameOptions has a line break or another character that can't be in a header.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_the_configuration_takes_effect_and_a_wrong_one_does_not()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "x").AllowAnonymous().WithSecurityHeaders(headers => headers.XFrameOptions = "SAMEORIGIN"));
        var client = app.CreateClient();
        var configuration = (IConfigurationRoot)app.App.Configuration;
        Assert.Equal("no-referrer", (await client.GetAsync("/", TestContext.Current.CancellationToken)).Single("Referrer-Policy"));

        configuration["ApiSecurity:Headers:ReferrerPolicy"] = "origin";
        configuration.Reload();
        Assert.Equal("origin", (await client.GetAsync("/", TestContext.Current.CancellationToken)).Single("Referrer-Policy"));

        configuration["ApiSecurity:Headers:ReferrerPolicy"] = "everything";
        configuration.Reload();
        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal("origin", response.Single("Referrer-Policy"));
        Assert.Equal("SAMEORIGIN", response.Single("X-Frame-Options"));
    }
}

[ApiController]
[Route("header-pages")]
[SecurityHeaders(SecurityHeadersPreset.Browser)]
public sealed class PagesController : ControllerBase
{
    [HttpGet("page")]
    public string Page() => "page";

    [HttpGet("docs")]
    [SecurityHeaders(SecurityHeadersPreset.OpenApiUi)]
    public string Docs() => "docs";
}
