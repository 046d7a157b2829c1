using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;

namespace ApiSecurity.Authorization;

/// <summary>The line of code that would open an endpoint, as far as its metadata tell how it was made.</summary>
internal static class EndpointOpening
{
    public const string StaticAssets = "app.MapStaticAssets().AllowAnonymous()";

    public static string LineFor(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        var pattern = "/" + (endpoint as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/');
        if (metadata.GetMetadata<ControllerActionDescriptor>() is { } action)
        {
            return $"[PublicEndpoint(\"…\")] on {action.ControllerTypeInfo.Name}.{action.MethodInfo.Name}";
        }

        if (metadata.GetMetadata<PageActionDescriptor>() is { } page)
        {
            return $"[PublicEndpoint(\"…\")] on the model of the page {page.ViewEnginePath}";
        }

        if (metadata.GetMetadata<HubMetadata>() is { } hub)
        {
            return $"[PublicEndpoint(\"…\")] on {hub.HubType.Name}, or app.MapHub<{hub.HubType.Name}>(\"…\").AsPublicEndpoint(\"…\")";
        }

        if (metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return StaticAssets;
        }

        if (metadata.FirstOrDefault(IsGrpc) is not null)
        {
            return "[PublicEndpoint(\"…\")] on the service's method, or app.MapGrpcService<…>().AsPublicEndpoint(\"…\")";
        }

        return endpoint.DisplayName switch
        {
            "Health checks" => $"app.MapHealthChecks(\"{pattern}\").AsPublicEndpoint(\"…\")",
            { } name when name.StartsWith("Fallback ", StringComparison.Ordinal) => "app.MapFallback(…).AsPublicEndpoint(\"…\")",
            _ when IsIdentity(metadata) => "app.MapIdentityApi<…>().AsPublicEndpointUnlessAuthorized(\"…\")",
            _ => $"{MethodFor(metadata, pattern)}.AsPublicEndpoint(\"…\")",
        };
    }

    private static string MethodFor(EndpointMetadataCollection metadata, string pattern) => metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods switch
    {
        ["GET"] => $"app.MapGet(\"{pattern}\", …)",
        ["POST"] => $"app.MapPost(\"{pattern}\", …)",
        ["PUT"] => $"app.MapPut(\"{pattern}\", …)",
        ["DELETE"] => $"app.MapDelete(\"{pattern}\", …)",
        ["PATCH"] => $"app.MapPatch(\"{pattern}\", …)",
        _ => $"app.Map(\"{pattern}\", …)",
    };

    /// <summary>gRPC is a package of its own, known here by its name alone.</summary>
    private static bool IsGrpc(object metadata) => metadata.GetType().FullName == "Grpc.AspNetCore.Server.GrpcMethodMetadata";

    private static bool IsIdentity(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<System.Reflection.MethodInfo>()?.DeclaringType?.FullName?
            .StartsWith("Microsoft.AspNetCore.Routing.IdentityApiEndpointRouteBuilderExtensions", StringComparison.Ordinal) ?? false;
}
