using ApiSecurity.Errors;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityErrorsApplicationBuilderExtensions
{
    /// <summary>Turns every failure into a problem (RFC 9457) that tells nothing else. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityErrors(this IApplicationBuilder app) => app.UseStep<ErrorsMiddleware>(PipelineStep.Errors);
}
