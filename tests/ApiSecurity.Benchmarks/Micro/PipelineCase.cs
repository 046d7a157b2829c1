using System.Security.Claims;
using ApiSecurity.Benchmarks.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>Each step of the pipeline alone, with a request that it lets pass.</summary>
internal sealed class PipelineCase
{
    public PipelineCase()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        BenchmarkServer.ConfigureOurs(builder);
        var services = builder.Build().Services;
        Context = new KestrelLikeContext(services)
        {
            Endpoint = new RouteEndpoint(static _ => Task.CompletedTask, RoutePatternFactory.Parse("/orders/{id:int}"), 0, new EndpointMetadataCollection(), "orders"),
            User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim("sub", "3f1d9a52-7c1e-4d0b-8a57-2f9f0d1a6c11"), new Claim("client_id", "orders-web"), new Claim("scope", "orders.read orders.write")], "Bearer")),
        };
        Context.RequestHeaders.Accept = "application/json";
        Context.RequestHeaders.Host = "localhost";
        Context.RequestHeaders.UserAgent = "benchmark";
        Context.RequestHeaders.Authorization = "Bearer " + Tokens.Create();
        Steps =
        [
            ("none", Pipelines.Build(services, static _ => { })),
            ("headers", Pipelines.Build(services, static app => app.UseApiSecurityHeaders())),
            ("errors", Pipelines.Build(services, static app => app.UseApiSecurityErrors())),
            ("transport", Pipelines.Build(services, static app => app.UseApiSecurityTransport())),
            ("cors", Pipelines.Build(services, static app => app.UseApiSecurityCors())),
            ("limits by address", Pipelines.Build(services, static app => app.UseApiSecurityLimitsByAddress())),
            ("authentication", Pipelines.Build(services, static app => app.UseApiSecurityAuthentication())),
            ("limits by caller", Pipelines.Build(services, static app => app.UseApiSecurityLimitsByCaller())),
            ("authorization", Pipelines.Build(services, static app => app.UseApiSecurityAuthorization())),
            ("request limits", Pipelines.Build(services, static app => app.UseApiSecurityRequestLimits())),
            ("request content", Pipelines.Build(services, static app => app.UseApiSecurityRequestContent())),
            ("validation", Pipelines.Build(services, static app => app.UseApiSecurityValidation())),
            ("inspection", Pipelines.Build(services, static app => app.UseApiSecurityInspection())),
            ("properties", Pipelines.Build(services, static app => app.UseApiSecurityProperties())),
            ("a refusal with 429", Pipelines.Build(ServicesThatRefuse(), static app => app.UseApiSecurityLimitsByAddress())),
        ];
    }

    public KestrelLikeContext Context { get; }

    public IReadOnlyList<(string Name, RequestDelegate Pipeline)> Steps { get; }

    /// <summary>What a flood costs once it is over its limit: the event, the metric, and a problem written out.</summary>
    private static IServiceProvider ServicesThatRefuse()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddApiSecurity(options => options.RateLimiting.PerAddress = "1/d");
        return builder.Build().Services;
    }
}
