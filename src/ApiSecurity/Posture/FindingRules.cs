using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using ApiSecurity.RateLimiting;
using ApiSecurity.Transport;
using ApiSecurity.Validation;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Posture;

/// <summary>What is missing at the endpoints.</summary>
internal sealed class FindingRules(
    IEnumerable<ObjectPolicyRegistration> policies,
    EntityBodies bodies,
    PropertyPlans properties,
    FeatureOptionsSource<ApiAuthorizationOptions> authorization,
    FeatureOptionsSource<RequestValidationOptions> validation,
    FeatureOptionsSource<RateLimitOptions> limits,
    FeatureOptionsSource<TransportOptions> transport)
{
    public IEnumerable<PostureFinding> Find(IReadOnlyList<PostureEndpoint> endpoints, IReadOnlyList<MethodComparison> weaker, Func<Endpoint, EndpointDemands?> demandsOf)
    {
        Type[] guarded = [.. policies.Select(policy => policy.Object)];
        var bySource = endpoints.ToDictionary(endpoint => endpoint.Source);
        return
        [
            .. Features(),
            .. endpoints.SelectMany(endpoint =>
                (IEnumerable<PostureFinding>)
                [
                    .. AccessFindings.Of(endpoint, authorization.Current.IsEnabled),
                    .. ObjectFindings.Of(endpoint, guarded),
                    .. ContentFindings.Of(endpoint, bodies, properties, validation.Current.IsEnforced),
                    .. LimitFindings.Of(endpoint, limits.Current.IsEnforced, transport.Current.IsEnforced),
                    .. endpoint.OptOuts.Select(one => new PostureFinding(
                        PostureFindingIds.OptedOut, PostureSeverity.Info, "API8:2023", endpoint, $"{one.Name}: {one.Reason.TrimEnd('.')}.", "Nothing, as long as the reason holds.")),
                ]),
            .. RouteFindings.Of(endpoints, weaker.Select(found => (Endpoint)found.Writer).ToHashSet(), demandsOf),
            .. weaker.Where(found => bySource.ContainsKey(found.Writer)).Select(found => new PostureFinding(
                PostureFindingIds.LessProtectedMethod, PostureSeverity.Medium, "API5:2023", bySource[found.Writer], $"It {found.Text}", "Ask for the same there; or say why not with .AllowLessProtection(\"…\").")
            {
                IsTold = true,
            }),
        ];
    }

    private IEnumerable<PostureFinding> Features() =>
        from feature in new (string Name, FeatureOptions Options)[]
        {
            ("authorization", authorization.Current), ("validation", validation.Current), ("rate limits", limits.Current), ("transport", transport.Current),
        }
        where !feature.Options.IsEnforced
        select new PostureFinding(
            PostureFindingIds.FeatureOff, PostureSeverity.Info, "API8:2023", null,
            feature.Options.DisabledReason is { } reason ? $"The feature {feature.Name} is off: {reason.TrimEnd('.')}." : $"The feature {feature.Name} only reports.",
            "Nothing, as long as the reason holds; else switch it on.");
}
