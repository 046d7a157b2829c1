using ApiSecurity.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Tells clients what they need to know before they call.</summary>
public static class ApiSecurityProtectedResourceEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps the protected resource's metadata (RFC 9728), at <c>/.well-known/oauth-protected-resource</c> with the path of the resource identifier behind it, open to
    /// anybody; from then on challenges name their address (<c>resource_metadata</c>). What they say is in the section <c>ApiSecurity:ProtectedResource</c>.
    /// </summary>
    /// <param name="endpoints">The application; not a group, whose prefix would move the address away from where clients look.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddApiSecurity</c> is missing, it was called before, there is no resource identifier, or <paramref name="endpoints"/> is a group.
    /// </exception>
    public static IEndpointConventionBuilder MapProtectedResourceMetadata(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var metadata = endpoints.ServiceProvider.GetService<ProtectedResourceMetadata>() ?? throw new InvalidOperationException(
            "MapProtectedResourceMetadata() needs the services of ApiSecurity. Call builder.Services.AddApiSecurity() before builder.Build().");
        if (endpoints is RouteGroupBuilder)
        {
            throw new InvalidOperationException("MapProtectedResourceMetadata() was called on a group, whose prefix would move the address away from where clients look. Call it on the application.");
        }

        if (metadata.Resource is not null)
        {
            throw new InvalidOperationException("MapProtectedResourceMetadata() was called twice. Remove one of the calls.");
        }

        var resource = metadata.Find() ?? throw new InvalidOperationException(
            "MapProtectedResourceMetadata() needs the API's resource identifier. Write its address, with https and as clients know it, to ApiSecurity:ProtectedResource:Resource.");
        metadata.Use(resource);
        return endpoints.MapMethods(ResourceIdentifier.MetadataPath(resource), Methods, (RequestDelegate)metadata.WriteAsync)
            .AllowAnonymous()
            .WithDisplayName("Protected resource metadata")
            .ExcludeFromDescription();
    }
}
