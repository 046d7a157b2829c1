using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ApiSecurity.Authorization;

/// <summary>What endpoints of one route have in common, whatever they call their parameters.</summary>
internal static class RouteKey
{
    public static string Of(RouteEndpoint endpoint)
    {
        var key = new StringBuilder(string.Join(',', (endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? []).Order(StringComparer.OrdinalIgnoreCase)));
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            key.Append('/');
            foreach (var part in segment.Parts)
            {
                key.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    // Conventional routes of MVC: {controller}/{action} stands for one action's.
                    RoutePatternParameterPart parameter when endpoint.RoutePattern.RequiredValues.TryGetValue(parameter.Name, out var value) && value is string { Length: > 0 } text => text,
                    RoutePatternParameterPart { IsCatchAll: true } => "{*}",
                    _ => "{}",
                });
            }
        }

        return key.ToString().ToUpperInvariant();
    }
}
