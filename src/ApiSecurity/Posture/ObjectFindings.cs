using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ApiSecurity.Posture;

/// <summary>Ids that no object policy decides about.</summary>
internal static class ObjectFindings
{
    public static IEnumerable<PostureFinding> Of(PostureEndpoint endpoint, IReadOnlyList<Type> guarded)
    {
        if (endpoint.Kind is not (PostureEndpointKind.Handler or PostureEndpointKind.Controller) || endpoint.AsksObjectPolicies
            || endpoint.OptOuts.Any(one => one.Name == "AllowUncheckedIds") || IsPublicReading(endpoint))
        {
            yield break;
        }

        foreach (var parameter in endpoint.Parameters)
        {
            if (parameter.IsIdentifier && !parameter.IsAuthorized)
            {
                yield return Of(endpoint, parameter, guarded.FirstOrDefault(type => Names(endpoint, parameter, type)));
            }
        }
    }

    private static PostureFinding Of(PostureEndpoint endpoint, PostureParameter parameter, Type? type)
    {
        var where = parameter.Place == PostureParameterPlace.Route ? $"{{{parameter.Name}}}" : $"?{parameter.Name}";
        // The objects below one that was authorized are mostly found through it.
        var severity = type is not null ? PostureSeverity.High : IsBelow(endpoint, parameter) ? PostureSeverity.Low : PostureSeverity.Medium;
        return new PostureFinding(
            PostureFindingIds.IdWithoutObjectRule, severity, "API1:2023", endpoint,
            type is not null ? $"{where} is the id of {type.Name}, which has an object policy that is not asked." : $"{where} looks like an object's id, and no object policy decides about it.",
            $"Take Authorized<{type?.Name ?? "…"}>, or ObjectAuthorizer where the handler finds the object by itself; or say why everybody may have each: .AllowUncheckedIds(\"…\").");
    }

    private static bool IsBelow(PostureEndpoint endpoint, PostureParameter parameter) =>
        parameter.Place == PostureParameterPlace.Route && endpoint.Objects.Any(one => one.Place == PostureParameterPlace.Route);

    /// <summary>What anybody may read, for a reason that is given, is nobody's.</summary>
    private static bool IsPublicReading(PostureEndpoint endpoint) =>
        endpoint.OptOuts.Any(one => one.Name == "PublicEndpoint") && endpoint.Methods.Count > 0 && !endpoint.Methods.Any(EndpointNames.Changes);

    /// <summary><c>{orderId}</c> and <c>{order}</c> by their own names, <c>{id}</c> by the segment before: <c>/orders/{id}</c>.</summary>
    private static bool Names(PostureEndpoint endpoint, PostureParameter parameter, Type type)
    {
        var name = Identifiers.Plain(parameter.Name);
        if (Same(name, type.Name) || Same(name, type.Name + "Id") || Same(name, type.Name + "Ids"))
        {
            return true;
        }

        return Same(name, "id") && parameter.Place == PostureParameterPlace.Route && SegmentBefore(endpoint, parameter.Name) is { } segment
            && (Same(segment, type.Name) || Same(segment, type.Name + "s") || Same(segment, type.Name + "es") || (type.Name is [.. var stem, 'y' or 'Y'] && Same(segment, stem + "ies")));
    }

    private static string? SegmentBefore(PostureEndpoint endpoint, string parameter)
    {
        var segments = (endpoint.Source as RouteEndpoint)?.RoutePattern.PathSegments ?? [];
        for (var index = 1; index < segments.Count; index++)
        {
            if (segments[index].Parts.OfType<RoutePatternParameterPart>().Any(part => Same(part.Name, parameter)))
            {
                return segments[index - 1] is { IsSimple: true } before && before.Parts[0] is RoutePatternLiteralPart literal ? Identifiers.Plain(literal.Content) : null;
            }
        }

        return null;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
