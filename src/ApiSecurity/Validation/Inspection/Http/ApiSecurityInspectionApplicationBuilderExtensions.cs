using ApiSecurity.Pipeline;
using ApiSecurity.Validation;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityInspectionApplicationBuilderExtensions
{
    /// <summary>Looks through requests for attacks. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityInspection(this IApplicationBuilder app) => app.UseStep<InspectionMiddleware>(PipelineStep.Inspection);
}
