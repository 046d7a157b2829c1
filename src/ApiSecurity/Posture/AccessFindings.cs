using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Posture;

/// <summary>Endpoints that anybody may call, or by any method.</summary>
internal static class AccessFindings
{
    private const string BrokenAuthentication = "API2:2023";
    private const string BrokenFunctions = "API5:2023";

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="closedIsListed">Whether the summary lists what deny by default closes, or would.</param>
    public static IEnumerable<PostureFinding> Of(PostureEndpoint endpoint, bool closedIsListed)
    {
        if (endpoint.Access.IsAnonymous && Anonymous(endpoint, closedIsListed) is { } open)
        {
            yield return open;
        }

        if (Authorization.ShortCircuits.Has(endpoint.Source) && !Authorization.ShortCircuits.OnlySendsStatus(endpoint.Source))
        {
            yield return new PostureFinding(
                PostureFindingIds.ShortCircuited, PostureSeverity.Low, "API8:2023", endpoint,
                "It answers inside of routing, before limits, CORS and callers are looked at.", "Remove ShortCircuit(), unless what it answers costs nothing and is for everybody.");
        }

        if (endpoint is { Kind: PostureEndpointKind.Handler or PostureEndpointKind.Controller, Route: not null, Methods.Count: 0 })
        {
            yield return new PostureFinding(
                PostureFindingIds.AllMethods, PostureSeverity.Low, BrokenFunctions, endpoint, "It takes requests of every method.", "Name those that it is for: MapGet, MapPost, [HttpGet], [HttpPost].");
        }

        foreach (var change in ChangesByGet(endpoint))
        {
            yield return change;
        }
    }

    private static PostureFinding? Anonymous(PostureEndpoint endpoint, bool closedIsListed)
    {
        var metadata = endpoint.Source.Metadata;
        if (metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            return endpoint.OptOuts.Any(one => one.Name == "DisableApiSecurity") || IsHarmless(endpoint) ? null : new PostureFinding(
                PostureFindingIds.NobodyIsAsked, PostureSeverity.Medium, BrokenAuthentication, endpoint,
                "It says nothing about who may call it, and deny by default is not in force.", "Say who may: .RequireAuthorization(), .RequirePermission(\"…\"); or why anybody may: .AsPublicEndpoint(\"…\").")
            {
                IsTold = closedIsListed,
            };
        }

        var isVoid = metadata.Any(item => item is IAuthorizeData);
        return metadata.GetMetadata<Authorization.PublicEndpointAttribute>() is not null || (IsHarmless(endpoint) && !(isVoid && endpoint.Kind == PostureEndpointKind.Framework)) ? null : new PostureFinding(
            PostureFindingIds.AnonymousWithoutReason,
            endpoint.Kind is PostureEndpointKind.Handler or PostureEndpointKind.Controller && endpoint.Methods.Any(EndpointNames.Changes) ? PostureSeverity.High : PostureSeverity.Medium,
            BrokenAuthentication, endpoint,
            isVoid ? "Anybody may call it: AllowAnonymous makes void what else it asks for, and nothing says why." : "Anybody may call it, and nothing says why.",
            "Remove AllowAnonymous; or say why: [PublicEndpoint(\"…\")], .AsPublicEndpoint(\"…\").");
    }

    /// <summary>What is made to be open: files, health, the framework's own, and a hub's negotiation, which follows the hub.</summary>
    private static bool IsHarmless(PostureEndpoint endpoint) => endpoint.Kind is PostureEndpointKind.StaticAsset or PostureEndpointKind.HealthCheck or PostureEndpointKind.Framework or PostureEndpointKind.Fallback
        || (endpoint.Kind == PostureEndpointKind.Hub && endpoint.Route?.EndsWith("/negotiate", StringComparison.Ordinal) is true)
        || Authorization.ShortCircuits.OnlySendsStatus(endpoint.Source);

    private static IEnumerable<PostureFinding> ChangesByGet(PostureEndpoint endpoint)
    {
        if (endpoint.Kind is not (PostureEndpointKind.Handler or PostureEndpointKind.Controller) || !endpoint.Methods.Contains("GET", StringComparer.OrdinalIgnoreCase))
        {
            yield break;
        }

        if (endpoint.Methods.Any(EndpointNames.Changes))
        {
            yield return new PostureFinding(
                PostureFindingIds.StateChangeByGet, PostureSeverity.Low, BrokenFunctions, endpoint,
                "One handler takes GET and methods that change something, so whatever it changes a link can change.", "Map a handler for each: MapGet, MapPost.");
        }
        else if (endpoint.Objects.FirstOrDefault(one => one.Operation is Authorization.Operation.Create or Authorization.Operation.Update or Authorization.Operation.Delete) is { } changed)
        {
            yield return new PostureFinding(
                PostureFindingIds.StateChangeByGet, PostureSeverity.Medium, BrokenFunctions, endpoint,
                $"GET wants {changed.Type.Name} for {changed.Operation}: a link, a prefetch or another site's image can do it.", "Map it by POST, PUT, PATCH or DELETE; or ask for Operation.Read if it only reads.");
        }
    }
}
