using ApiSecurity.RateLimiting;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityRateLimitingApplicationBuilderExtensions
{
    /// <summary>Limits requests by client address. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityLimitsByAddress(this IApplicationBuilder app) => app.UseStep<LimitsByAddressMiddleware>(PipelineStep.LimitsByAddress);

    /// <summary>Limits requests by caller. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityLimitsByCaller(this IApplicationBuilder app) => app.UseStep<LimitsByCallerMiddleware>(PipelineStep.LimitsByCaller);
}
