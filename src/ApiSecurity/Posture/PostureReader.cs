using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Posture;

/// <summary>Makes the report of the endpoints as they are now.</summary>
internal sealed class PostureReader(
    EndpointReader endpoints,
    FindingRules rules,
    FeatureOptionsSource<PostureOptions> options,
    FeatureOptionsSource<ApiAuthorizationOptions> authorization,
    IAuthorizationPolicyProvider policies,
    TimeProvider time)
{
    public PostureReport Read(IReadOnlyList<Endpoint> sources)
    {
        PostureEndpoint[] read =
        [
            .. sources.Where(IsReachable).Distinct().Select(endpoints.Read)
                .OrderBy(endpoint => endpoint.Route, StringComparer.OrdinalIgnoreCase).ThenBy(endpoint => endpoint.Name, StringComparer.Ordinal),
        ];
        var weaker = MethodComparison.Find(sources, policies, authorization.Current.IsEnabled);
        var now = time.GetUtcNow();
        var found = Waivers.Apply([.. rules.Find(read, [.. weaker], DemandsOf)], Waiver.Of(options.Current.Waivers, read), DateOnly.FromDateTime(now.UtcDateTime));
        return new PostureReport(now, read, [.. found.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.IsWaived)]);
    }

    private EndpointDemands? DemandsOf(Endpoint endpoint) => EndpointDemands.Of(endpoint, policies, authorization.Current.IsEnabled);

    /// <summary>Conventional routes of MVC are also there as endpoints that only make links.</summary>
    private static bool IsReachable(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true };
}
