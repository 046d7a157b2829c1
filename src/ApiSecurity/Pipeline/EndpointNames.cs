using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Pipeline;

/// <summary>How endpoints are called in start-up messages.</summary>
internal static class EndpointNames
{
    /// <returns><c>List&lt;Order&gt;</c></returns>
    public static string OfType(Type type) => !type.IsGenericType ? type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(OfType))}>";

    /// <returns><c>GET /orders/{id:guid}</c></returns>
    public static string Describe(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint route)
        {
            return endpoint.DisplayName ?? "an endpoint without a name";
        }

        var methods = MethodsOf(endpoint);
        var verb = methods.Count > 0 ? string.Join(',', methods) : "ANY";
        return $"{verb} /{route.RoutePattern.RawText?.TrimStart('/')}";
    }

    /// <returns>The methods that the endpoint takes; empty for all that no other endpoint of its route does.</returns>
    public static IReadOnlyList<string> MethodsOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    /// <summary>Whether a method is one that changes something (RFC 9110 section 9.2.1); one that is not known is.</summary>
    public static bool Changes(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method) || HttpMethods.IsQuery(method));
}
