using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts ApiSecurity in front of an application's endpoints.</summary>
public static class ApiSecurityApplicationBuilderExtensions
{
    private const string WholeKey = "ApiSecurity.WholePipeline";
    private const string RoutingKey = "__EndpointRouteBuilder";

    /// <summary>
    /// Adds the whole pipeline, in the one right order. Call it first, before anything that answers requests. A step that was added
    /// by its own <c>UseApiSecurity…</c> before stays where it is.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or this was called twice, or endpoints run before it.</exception>
    public static IApplicationBuilder UseApiSecurity(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.EnsureServices(nameof(UseApiSecurity));
        if (!app.Properties.TryAdd(WholeKey, true))
        {
            throw new InvalidOperationException("UseApiSecurity() was called twice. Remove one of the calls.");
        }

        ThrowIfEndpointsRunBefore(app);
        app.ApplicationServices.GetRequiredService<StartupState>().UsesWholePipeline = true;

        Step(app, PipelineStep.Headers, ApiSecurityHeadersApplicationBuilderExtensions.UseApiSecurityHeaders);
        Step(app, PipelineStep.Errors, ApiSecurityErrorsApplicationBuilderExtensions.UseApiSecurityErrors);
        Step(app, PipelineStep.Transport, ApiSecurityTransportApplicationBuilderExtensions.UseApiSecurityTransport);
        Step(app, PipelineStep.Routing, UseRoutingOnce);
        Step(app, PipelineStep.RequestLimits, ApiSecurityTransportApplicationBuilderExtensions.UseApiSecurityRequestLimits);
        Step(app, PipelineStep.Cors, ApiSecurityCorsApplicationBuilderExtensions.UseApiSecurityCors);
        Step(app, PipelineStep.LimitsByAddress, ApiSecurityRateLimitingApplicationBuilderExtensions.UseApiSecurityLimitsByAddress);
        Step(app, PipelineStep.Authentication, ApiSecurityAuthenticationApplicationBuilderExtensions.UseApiSecurityAuthentication);
        Step(app, PipelineStep.LimitsByCaller, ApiSecurityRateLimitingApplicationBuilderExtensions.UseApiSecurityLimitsByCaller);
        Step(app, PipelineStep.Authorization, ApiSecurityAuthorizationApplicationBuilderExtensions.UseApiSecurityAuthorization);
        Step(app, PipelineStep.RequestContent, ApiSecurityTransportApplicationBuilderExtensions.UseApiSecurityRequestContent);
        Step(app, PipelineStep.Validation, ApiSecurityValidationApplicationBuilderExtensions.UseApiSecurityValidation);
        Step(app, PipelineStep.Inspection, ApiSecurityInspectionApplicationBuilderExtensions.UseApiSecurityInspection);
        Step(app, PipelineStep.Properties, ApiSecurityPropertiesApplicationBuilderExtensions.UseApiSecurityProperties);
        Step(app, PipelineStep.Objects, ApiSecurityObjectsApplicationBuilderExtensions.UseApiSecurityObjects);
        return app;
    }

    private static void Step(IApplicationBuilder app, PipelineStep step, Func<IApplicationBuilder, IApplicationBuilder> use)
    {
        if (!app.HasStep(step))
        {
            use(app);
        }
    }

    private static IApplicationBuilder UseRoutingOnce(IApplicationBuilder app)
    {
        app.Mark(PipelineStep.Routing);
        return app.Properties.ContainsKey(RoutingKey) ? app : app.UseRouting();
    }

    /// <summary>UseEndpoints() hands its endpoints to the composite source at once, so what is in there now runs before this call.</summary>
    private static void ThrowIfEndpointsRunBefore(IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<EndpointDataSource>() is CompositeEndpointDataSource composite && composite.DataSources.Any())
        {
            throw new InvalidOperationException(
                "UseApiSecurity() is called after UseEndpoints(), so those endpoints would answer without it. Call it before UseEndpoints().");
        }
    }
}
