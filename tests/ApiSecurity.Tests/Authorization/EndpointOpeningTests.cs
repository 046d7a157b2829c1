using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;

namespace ApiSecurity.Tests.Authorization;

/// <summary>The line in the start-up log that opens an endpoint.</summary>
public sealed class EndpointOpeningTests
{
    [Theory]
    [InlineData("GET /get/{id:int}", "app.MapGet(\"/get/{id:int}\", …).AsPublicEndpoint(\"…\")")]
    [InlineData("POST /post", "app.MapPost(\"/post\", …).AsPublicEndpoint(\"…\")")]
    [InlineData("PUT /put", "app.MapPut(\"/put\", …).AsPublicEndpoint(\"…\")")]
    [InlineData("DELETE /delete", "app.MapDelete(\"/delete\", …).AsPublicEndpoint(\"…\")")]
    [InlineData("PATCH /patch", "app.MapPatch(\"/patch\", …).AsPublicEndpoint(\"…\")")]
    [InlineData("ANY /any", "app.Map(\"/any\", …).AsPublicEndpoint(\"…\")")]
    [InlineData("ANY /health", "app.MapHealthChecks(\"/health\").AsPublicEndpoint(\"…\")")]
    [InlineData("GET /opening", "[PublicEndpoint(\"…\")] on OpeningController.Get")]
    [InlineData("ANY /hub", "[PublicEndpoint(\"…\")] on OpeningHub, or app.MapHub<OpeningHub>(\"…\").AsPublicEndpoint(\"…\")")]
    [InlineData("ANY /{*path:nonfile}", "app.MapFallback(…).AsPublicEndpoint(\"…\")")]
    public async Task Fits_how_the_endpoint_was_made(string endpoint, string line)
    {
        await using var app = await StartAsync();

        Assert.Contains($"  closed  {endpoint}  (needs a known caller; to open it: {line})", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_in_Report_mode_too_where_it_would_be_needed()
    {
        await using var app = await StartAsync(new() { ["Mode"] = "Report" });

        Assert.Contains("  closed  POST /post  (needs a known caller; to open it:", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("decided")]
    [InlineData("out")]
    public async Task Is_not_told_of_endpoints_that_are_open_or_have_decided(string path)
    {
        await using var app = await StartAsync();

        Assert.DoesNotContain($"  closed  GET /{path}  ", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_told_where_the_application_has_a_fallback_policy_of_its_own()
    {
        await using var app = await StartAsync(services: builder => builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));

        var summary = DenyByDefaultTests.Summary(app);
        Assert.DoesNotContain("  closed  ", summary, StringComparison.Ordinal);
        Assert.Contains("authorization    the application's own fallback policy", summary, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null) => TestApp.StartAsync(
        app =>
        {
            app.MapGet("/get/{id:int}", () => "");
            app.MapPost("/post", () => "");
            app.MapPut("/put", () => "");
            app.MapDelete("/delete", () => "");
            app.MapPatch("/patch", () => "");
            app.Map("/any", () => "");
            app.MapHealthChecks("/health");
            app.MapControllers();
            app.MapHub<OpeningHub>("/hub");
            app.MapFallback(() => "");
            app.MapGet("/open", () => "").AllowAnonymous();
            app.MapGet("/decided", () => "").RequireAuthorization();
            app.MapGet("/out", () => "").DisableApiSecurity("a test");
        },
        settings,
        builder =>
        {
            builder.Services.AddSignalR();
            builder.Services.AddHealthChecks();
            builder.Services.AddControllers().OnlyControllers(typeof(OpeningController));
            services?.Invoke(builder);
        });

    private sealed class OpeningHub : Hub;
}

[Route("opening")]
public sealed class OpeningController : ControllerBase
{
    [HttpGet]
    public string Get() => "";
}
