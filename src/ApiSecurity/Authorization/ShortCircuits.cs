using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

/// <summary>Endpoints with <c>ShortCircuit()</c> run inside of routing: no later step, and so no check of who calls, comes before them.</summary>
internal static class ShortCircuits
{
    private const string MetadataNamespace = "Microsoft.AspNetCore.Routing.ShortCircuit";

    /// <summary>The framework's metadata class is internal, so it is known by its name.</summary>
    public static bool Has(Endpoint endpoint) => endpoint.Metadata.Any(item => IsShortCircuit(item.GetType()));

    /// <summary>Whether it is one of <c>MapShortCircuit(404, "robots.txt")</c>: these send a status and do nothing that could need a caller.</summary>
    public static bool OnlySendsStatus(Endpoint endpoint) =>
        endpoint.RequestDelegate?.Method.DeclaringType is { } type
        && (type == typeof(RouteShortCircuitEndpointRouteBuilderExtensions) || type.DeclaringType == typeof(RouteShortCircuitEndpointRouteBuilderExtensions));

    private static bool IsShortCircuit(Type type) =>
        (type.Namespace == MetadataNamespace && type.Name == "ShortCircuitMetadata") || type.GetInterfaces().Any(face => face.Name == "IShortCircuitMetadata");
}
