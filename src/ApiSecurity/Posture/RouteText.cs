using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ApiSecurity.Posture;

/// <summary>The pattern of an endpoint's route, in which what stands for the one action of a conventional route is written out.</summary>
internal static class RouteText
{
    public static string Of(RouteEndpoint endpoint)
    {
        var pattern = endpoint.RoutePattern;
        if (pattern.RawText is { } raw && !pattern.Parameters.Any(parameter => IsFixed(pattern, parameter)))
        {
            return "/" + raw.TrimStart('/');
        }

        var text = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            text.Append('/');
            foreach (var part in segment.Parts)
            {
                text.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter when IsFixed(pattern, parameter) => pattern.RequiredValues[parameter.Name],
                    RoutePatternParameterPart parameter => Of(pattern, parameter),
                    _ => string.Empty,
                });
            }
        }

        return text.Length == 0 ? "/" : text.ToString();
    }

    /// <summary>Conventional routes of MVC: <c>{controller}/{action}</c> stands for one action's.</summary>
    public static bool IsFixed(RoutePattern pattern, RoutePatternParameterPart parameter) =>
        pattern.RequiredValues.TryGetValue(parameter.Name, out var value) && value is string { Length: > 0 };

    private static string Of(RoutePattern pattern, RoutePatternParameterPart parameter)
    {
        var constraints = string.Concat(ConstraintsOf(pattern, parameter.Name).Select(constraint => ":" + constraint));
        return $"{{{(parameter.IsCatchAll ? "**" : string.Empty)}{parameter.Name}{constraints}{(parameter.IsOptional ? "?" : string.Empty)}}}";
    }

    public static IEnumerable<string> ConstraintsOf(RoutePattern pattern, string name) =>
        pattern.ParameterPolicies.TryGetValue(name, out var policies) ? policies.Select(policy => policy.Content).OfType<string>() : [];
}
