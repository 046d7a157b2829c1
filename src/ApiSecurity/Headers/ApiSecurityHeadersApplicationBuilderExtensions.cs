using ApiSecurity.Headers;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The step that adds security headers.</summary>
public static class ApiSecurityHeadersApplicationBuilderExtensions
{
    /// <summary>Adds security headers to every response. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityHeaders(this IApplicationBuilder app) => app.UseStep<HeadersMiddleware>(PipelineStep.Headers);
}
