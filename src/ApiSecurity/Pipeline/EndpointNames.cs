using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Pipeline;

/// <summary>How endpoints are called in start-up messages.</summary>
internal static class EndpointNames
{
    /// <returns><c>GET /orders/{id:guid}</c></returns>
    public static string Describe(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint route)
        {
            return endpoint.DisplayName ?? "an endpoint without a name";
        }

        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var verb = methods is { Count: > 0 } ? string.Join(',', methods) : "ANY";
        return $"{verb} /{route.RoutePattern.RawText?.TrimStart('/')}";
    }
}
