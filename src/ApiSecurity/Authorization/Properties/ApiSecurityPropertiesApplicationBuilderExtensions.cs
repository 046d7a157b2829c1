using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of property rules.</summary>
public static class ApiSecurityPropertiesApplicationBuilderExtensions
{
    /// <summary>Refuses request bodies that write what the caller may not. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityProperties(this IApplicationBuilder app) => app.UseStep<PropertiesMiddleware>(PipelineStep.Properties);
}
