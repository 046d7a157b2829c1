using ApiSecurity.Transport;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityTransportApplicationBuilderExtensions
{
    /// <summary>Refuses requests over insecure connections and of suspicious shape. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityTransport(this IApplicationBuilder app) => app.UseStep<TransportMiddleware>(PipelineStep.Transport);

    /// <summary>Sets the endpoint's own limits for body, query and time. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityRequestLimits(this IApplicationBuilder app) => app.UseStep<RequestLimitsMiddleware>(PipelineStep.RequestLimits);

    /// <summary>Refuses bodies of a size, type or encoding that the endpoint does not take. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityRequestContent(this IApplicationBuilder app) => app.UseStep<RequestContentMiddleware>(PipelineStep.RequestContent);
}
