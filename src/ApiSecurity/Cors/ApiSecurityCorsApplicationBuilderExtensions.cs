using ApiSecurity.Cors;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityCorsApplicationBuilderExtensions
{
    /// <summary>Answers pre-flights and cross-origin requests. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityCors(this IApplicationBuilder app) => app.UseStep<CorsMiddleware>(PipelineStep.Cors);
}
