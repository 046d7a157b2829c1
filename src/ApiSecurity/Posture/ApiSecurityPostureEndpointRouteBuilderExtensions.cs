using System.Diagnostics.CodeAnalysis;
using ApiSecurity.Authorization;
using ApiSecurity.Posture;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the posture report.</summary>
public static class ApiSecurityPostureEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps an endpoint that answers callers with the permission with the posture report and the matrix of who may call what: as JSON, as a page (<c>text/html</c>) or as Markdown
    /// (<c>text/markdown</c>), by the request's <c>Accept</c>.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="permission">The permission's name; required in any case, whatever else is said about the endpoint.</param>
    /// <returns>The endpoint, to say more about it: <c>.RequireHost("localhost")</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing.</exception>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is empty or has white space.</exception>
    public static RouteHandlerBuilder MapApiSecurityPosture(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/_apisecurity/posture", string permission = "posture.read")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var required = new RequirePermissionAttribute(permission);
        if (endpoints.ServiceProvider.GetService<ApiPosture>() is null)
        {
            throw new InvalidOperationException("MapApiSecurityPosture() has no report. Call builder.Services.AddApiSecurity().");
        }

        var handlers = ActivatorUtilities.CreateInstance<PostureEndpoints>(endpoints.ServiceProvider, permission);
        // Deny by default may be off, the endpoint be opened: the permission is asked for by the filter again.
        return endpoints.MapGet(pattern, (Delegate)handlers.GetAsync).WithMetadata(required).AddEndpointFilter(handlers.GuardAsync).WithSummary("Every endpoint and what protects it.").ExcludeFromDescription();
    }
}
