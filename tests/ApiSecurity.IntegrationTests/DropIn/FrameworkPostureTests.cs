using ApiSecurity.IntegrationTests.DropIn.Apps;
using ApiSecurity.Posture;
using Microsoft.AspNetCore.TestHost;
using Scalar.AspNetCore;

namespace ApiSecurity.IntegrationTests.DropIn;

/// <summary>What the framework and packages map is in the posture report, and is no finding: nobody can change it. What an application says of a hub or a gRPC service is.</summary>
public sealed class FrameworkPostureTests
{
    [Fact]
    public async Task What_frameworks_map_is_listed_and_no_finding()
    {
        await using var app = await StartAsync(app =>
        {
            IdentityApp.MapEndpoints(app).AsPublicEndpointUnlessAuthorized("a test");
            app.MapOpenApi().AllowAnonymous();
            app.MapScalarApiReference("/docs").AllowAnonymous();
            app.MapHealthChecks("/healthz").AllowAnonymous();
            app.MapFallbackToFile("index.html").AllowAnonymous();
            app.MapShortCircuit(404, "robots.txt");
            app.MapGrpcService<EverythingApp.GreeterService>();
            app.MapHub<EverythingApp.EchoHub>("/hub");
            app.MapApiSecurityPosture();
        });
        var report = app.Services.GetRequiredService<ApiPosture>().GetReport();

        Assert.Empty(report.FindingsFrom(PostureSeverity.Low).Where(finding => finding.Endpoint?.Kind != PostureEndpointKind.Handler).Select(finding => finding.ToString()));
        Assert.Empty(report.FindingsFrom(PostureSeverity.Low).Where(finding => finding.Endpoint?.DisplayName?.Contains("/mine", StringComparison.Ordinal) is not true).Select(finding => finding.ToString()));
        Assert.Equal(
            [PostureEndpointKind.Framework, PostureEndpointKind.Framework, PostureEndpointKind.HealthCheck, PostureEndpointKind.Hub, PostureEndpointKind.Hub, PostureEndpointKind.Grpc],
            new[] { "/login", "/openapi/{documentName}.json", "/healthz", "/hub", "/hub/negotiate", "/Greeter/SayHello" }.Select(route => report.Endpoints.First(endpoint => endpoint.Route == route).Kind));
        Assert.True(report.Endpoints.Single(endpoint => endpoint.Name == "POST /login").Access.IsAnonymous);
    }

    [Fact]
    public async Task To_open_what_a_framework_closes_is_one()
    {
        await using var app = await StartAsync(app =>
        {
            IdentityApp.MapEndpoints(app).AllowAnonymous();
            app.MapApiSecurityPosture().AllowAnonymous();
        });
        var report = app.Services.GetRequiredService<ApiPosture>().GetReport();

        Assert.Equal(
            ["GET /_apisecurity/posture", "GET /manage/info", "POST /manage/2fa", "POST /manage/info"],
            report.Findings.Where(finding => finding.Id == PostureFindingIds.AnonymousWithoutReason).Select(finding => finding.Endpoint!.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_application_opens_of_its_own_needs_a_reason()
    {
        await using var app = await StartAsync(app =>
        {
            app.MapGrpcService<EverythingApp.GreeterService>().AllowAnonymous();
            app.MapHub<EverythingApp.EchoHub>("/hub").AllowAnonymous();
        });
        var report = app.Services.GetRequiredService<ApiPosture>().GetReport();

        Assert.All(report.FindingsFrom(PostureSeverity.Low), finding => Assert.Equal((PostureFindingIds.AnonymousWithoutReason, PostureSeverity.Medium), (finding.Id, finding.Severity)));
        Assert.Single(report.FindingsFrom(PostureSeverity.Low), finding => finding.Endpoint!.Kind == PostureEndpointKind.Hub);
        Assert.Contains(report.FindingsFrom(PostureSeverity.Low), finding => finding.Endpoint!.Kind == PostureEndpointKind.Grpc);
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddApiSecurity();
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks();
        builder.Services.AddGrpc();
        builder.Services.AddSignalR();
        IdentityApp.AddServices(builder);
        var app = builder.Build();
        app.UseApiSecurity();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
