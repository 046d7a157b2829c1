using System.Text.RegularExpressions;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Posture;

/// <summary>Endpoints that are the same to whoever calls, and are protected differently: by another constraint, another method that reads, another version.</summary>
internal static partial class RouteFindings
{
    private const string Remedy = "Ask for the same there; or say why not with .AllowLessProtection(\"…\").";

    /// <param name="endpoints">The endpoints.</param>
    /// <param name="known">Those of which it is said already that they ask for less.</param>
    /// <param name="demandsOf">What an endpoint asks for; <see langword="null"/> where that can't be known.</param>
    public static IEnumerable<PostureFinding> Of(IReadOnlyList<PostureEndpoint> endpoints, IReadOnlySet<Endpoint> known, Func<Endpoint, EndpointDemands?> demandsOf)
    {
        var candidates = endpoints.Where(endpoint => endpoint.Source is RouteEndpoint)
            .Select(endpoint => new Candidate(endpoint, RouteKey.Of((RouteEndpoint)endpoint.Source), demandsOf(endpoint.Source)))
            .Where(candidate => candidate.Demands is not null).ToArray();
        return [.. candidates.GroupBy(candidate => candidate.Key).SelectMany(group => Shadows([.. group], known)), .. candidates.GroupBy(candidate => WithoutVersion(candidate.Key)).SelectMany(group => Versions([.. group]))];
    }

    private static IEnumerable<PostureFinding> Shadows(Candidate[] group, IReadOnlySet<Endpoint> known)
    {
        foreach (var weaker in group.Where(one => !known.Contains(one.Endpoint.Source) && !IsMeant(one)))
        {
            foreach (var stronger in group.Where(other => other != weaker))
            {
                var more = stronger.Demands!.Beyond(weaker.Demands!);
                if (more.Count == 0)
                {
                    continue;
                }

                if (Overlap(weaker, stronger))
                {
                    yield return new PostureFinding(
                        PostureFindingIds.ShadowRoute, PostureSeverity.Medium, "API9:2023", weaker.Endpoint,
                        $"It takes requests that {stronger.Endpoint.Name} would take but for the form of a parameter, and asks for less; that one also asks for: {string.Join("; ", more)}.", Remedy);
                    break;
                }

                if (Has(weaker, HttpMethods.IsHead) && !Has(weaker, HttpMethods.IsGet) && Has(stronger, HttpMethods.IsGet))
                {
                    yield return new PostureFinding(
                        PostureFindingIds.LessProtectedMethod, PostureSeverity.Medium, "API5:2023", weaker.Endpoint,
                        $"HEAD tells what GET would, whether there is something and how long it is, and asks for less than {stronger.Endpoint.Name} does, which also asks for: {string.Join("; ", more)}.", Remedy);
                    break;
                }
            }
        }
    }

    private static IEnumerable<PostureFinding> Versions(Candidate[] group)
    {
        foreach (var weaker in group.Where(one => !IsMeant(one)))
        {
            if (group.FirstOrDefault(other => other.Key != weaker.Key && Overlap(weaker, other) && other.Demands!.Beyond(weaker.Demands!).Count > 0) is { } stronger)
            {
                yield return new PostureFinding(
                    PostureFindingIds.VersionLessProtected, PostureSeverity.Medium, "API9:2023", weaker.Endpoint,
                    $"It is another version of {stronger.Endpoint.Name} and asks for less; that one also asks for: {string.Join("; ", stronger.Demands!.Beyond(weaker.Demands!))}.", Remedy);
            }
        }
    }

    /// <summary>Whether somebody has said why.</summary>
    private static bool IsMeant(Candidate one) => one.Endpoint.OptOuts.Any(reason => reason.Name is "PublicEndpoint" or "AllowLessProtection" or "DisableApiSecurity");

    /// <summary>Routing prefers an endpoint that names the method, so one without methods gets none of its requests.</summary>
    private static bool Overlap(Candidate one, Candidate other) => (one.Endpoint.Methods.Count == 0 && other.Endpoint.Methods.Count == 0)
        || one.Endpoint.Methods.Intersect(other.Endpoint.Methods, StringComparer.OrdinalIgnoreCase).Any();

    private static bool Has(Candidate one, Func<string, bool> isMethod) => one.Endpoint.Methods.Any(isMethod);

    private static string WithoutVersion(string key) => string.Join('/', key.Split('/').Select(segment => Version().IsMatch(segment) ? "V*" : segment));

    [GeneratedRegex(@"^V[0-9]+(\.[0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    private sealed record Candidate(PostureEndpoint Endpoint, string Key, EndpointDemands? Demands);
}
