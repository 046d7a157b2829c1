using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class AuthorizationApplicationBuilderExtensions
{
    /// <summary>
    /// Decides whether the caller may use the endpoint, as <c>UseAuthorization</c> does, whose place it takes, and closes endpoints that
    /// say nothing. <c>UseApiSecurity</c> does this by itself.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityAuthorization(this IApplicationBuilder app)
    {
        app.UseStep<AuthorizationMiddleware>(PipelineStep.Authorization);
        if (MiddlewareMarks.Claim(app, MiddlewareMarks.Authorization))
        {
            app.ApplicationServices.GetRequiredService<AuthorizationState>().FrameworkRunsBefore = true;
        }

        return app;
    }
}
