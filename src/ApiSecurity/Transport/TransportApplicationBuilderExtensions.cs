using ApiSecurity.Transport;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class TransportApplicationBuilderExtensions
{
    /// <summary>Refuses requests over insecure connections and of suspicious shape. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityTransport(this IApplicationBuilder app) => app.UseStep<TransportMiddleware>(PipelineStep.Transport);
}
