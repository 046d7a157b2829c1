using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;

namespace ApiSecurity.Posture;

/// <summary>Tells by its metadata how an endpoint was made.</summary>
internal static class EndpointKinds
{
    private static readonly string[] Packages = ["Microsoft.AspNetCore", "Microsoft.Extensions", "Grpc.AspNetCore", "Scalar.AspNetCore", "Swashbuckle.AspNetCore", "NSwag.AspNetCore"];

    private static readonly Assembly Ours = typeof(EndpointKinds).Assembly;

    public static PostureEndpointKind Of(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        return metadata.GetMetadata<ControllerActionDescriptor>() is not null ? PostureEndpointKind.Controller
            : metadata.GetMetadata<PageActionDescriptor>() is not null ? PostureEndpointKind.Page
            : metadata.GetMetadata<HubMetadata>() is not null ? PostureEndpointKind.Hub
            : metadata.GetMetadata<StaticAssetDescriptor>() is not null ? PostureEndpointKind.StaticAsset
            : Has(metadata, "Grpc.AspNetCore.Server.GrpcMethodMetadata") ? PostureEndpointKind.Grpc
            : Has(metadata, "Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata") ? PostureEndpointKind.Component
            : endpoint.DisplayName == "Health checks" ? PostureEndpointKind.HealthCheck
            : endpoint.DisplayName?.StartsWith("Fallback ", StringComparison.Ordinal) is true || metadata.Any(item => item is IDynamicEndpointMetadata { IsDynamic: true }) ? PostureEndpointKind.Fallback
            : MethodOf(endpoint) is not { } method ? PostureEndpointKind.Other
            : IsFrameworks(method) ? PostureEndpointKind.Framework
            : PostureEndpointKind.Handler;
    }

    /// <summary>The handler, also of an endpoint that was made of a bare <see cref="RequestDelegate"/>.</summary>
    public static MethodInfo? MethodOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<MethodInfo>() ?? endpoint.RequestDelegate?.Method;

    /// <summary>Packages that make endpoints whose code the application can't change, so that findings about it would help nobody.</summary>
    private static bool IsFrameworks(MethodInfo method) =>
        method.DeclaringType?.Assembly is { } assembly
        && (assembly == Ours || (assembly.GetName().Name is { } name && Packages.Any(package => name.StartsWith(package, StringComparison.Ordinal))));

    /// <summary>Of packages that this one does not reference, or internal to the framework.</summary>
    private static bool Has(EndpointMetadataCollection metadata, string type) => metadata.Any(item => item.GetType().FullName == type);
}
