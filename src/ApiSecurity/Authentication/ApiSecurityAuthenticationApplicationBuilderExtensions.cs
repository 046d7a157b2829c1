using ApiSecurity.Authentication;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityAuthenticationApplicationBuilderExtensions
{
    /// <summary>
    /// Finds out who the caller is, as <c>UseAuthentication</c> does, whose place it takes. <c>UseApiSecurity</c> does this by itself.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityAuthentication(this IApplicationBuilder app)
    {
        app.UseStep<AuthenticationMiddleware>(PipelineStep.Authentication);
        MiddlewareMarks.ForAuthentication(app);
        return app;
    }
}
