using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The pipeline's part of this feature.</summary>
public static class ApiSecurityObjectsApplicationBuilderExtensions
{
    /// <summary>Checks the objects that <see cref="AuthorizeObjectAttribute{T}"/> and <see cref="ObjectReferenceAttribute{T}"/> name. <c>UseApiSecurity</c> does this by itself.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseApiSecurityObjects(this IApplicationBuilder app) => app.UseStep<ObjectsMiddleware>(PipelineStep.Objects);
}
