using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityAuthorizationApplicationBuilderExtensions
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
        ArgumentNullException.ThrowIfNull(app);
        app.EnsureServices(nameof(UseApiSecurityAuthorization));
        app.Mark(PipelineStep.Authorization);
        var marks = MiddlewareMarks.ForAuthorization(app);
        if (marks.FrameworkRunsBefore)
        {
            app.ApplicationServices.GetRequiredService<AuthorizationState>().FrameworkRunsBefore = true;
        }

        app.UseMiddleware<AuthorizationMiddleware>(marks);
        return app;
    }
}
