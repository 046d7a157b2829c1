using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Authorization;

namespace ApiSecurity.Posture;

/// <summary>Puts together who may call an endpoint, by the rule that the authorization middleware has for it.</summary>
internal sealed class AccessReader(IAuthorizationPolicyProvider policies, FeatureOptionsSource<ApiAuthorizationOptions> options)
{
    // Numbers of its own: those of the middleware are few.
    private readonly LastingAccess _lasting = new();

    public PostureAccess Read(Endpoint endpoint)
    {
        var access = EndpointAccess.Read(endpoint);
        if (access.IsOpen || ShortCircuits.Has(endpoint))
        {
            return new PostureAccess { IsAnonymous = true };
        }

        return Rule(endpoint) is not { } rule
            ? new PostureAccess { IsKnown = false }
            : rule.Policy is null ? new PostureAccess { IsAnonymous = true } : Of(rule.Policy, endpoint, rule.IsClosedByDefault, rule.IsWhole);
    }

    /// <returns>The policy that decides, with that of MVC's own filters; <see langword="null"/> where it can't be had at start.</returns>
    public EndpointRule? Rule(Endpoint endpoint)
    {
        if (!policies.AllowsCachingPolicies)
        {
            // What it says now is no word for what it will say, and asking might change that.
            return null;
        }

        try
        {
            // At start there is nobody to keep waiting.
            var access = EndpointAccess.Read(endpoint);
            var rule = access.RuleAsync(policies, _lasting).AsTask().GetAwaiter().GetResult();
            var closed = options.Current.IsEnforced ? rule.Closed?.Policy : null;
            var filters = Filters(endpoint, out var isWhole);
            var decides = closed ?? rule.Own?.Policy;
            AuthorizationPolicy[] all = decides is null ? [.. filters] : [decides, .. filters];
            return new EndpointRule(all.Length == 0 ? null : AuthorizationPolicy.Combine(all), closed is not null && filters.Count == 0 && rule.Own is null, isWhole);
        }
#pragma warning disable CA1031 // A provider of the application's own, which may need more than there is at start; requests will tell.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private List<AuthorizationPolicy> Filters(Endpoint endpoint, out bool isWhole)
    {
        var found = new List<AuthorizationPolicy>();
        isWhole = true;
        foreach (var filter in endpoint.Metadata.OfType<ActionDescriptor>().SelectMany(AuthorizeFilters.Of))
        {
            var policy = filter is AuthorizeFilter known ? Of(known) : null;
            isWhole &= policy is not null;
            found.Add(policy ?? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        }

        return found;
    }

    private AuthorizationPolicy? Of(AuthorizeFilter filter) =>
        filter.Policy ?? (filter.AuthorizeData is { } data ? AuthorizationPolicy.CombineAsync(filter.PolicyProvider ?? policies, data).GetAwaiter().GetResult() : null);

    private static PostureAccess Of(AuthorizationPolicy policy, Endpoint endpoint, bool isClosedByDefault, bool isWhole)
    {
        var asked = policy.Requirements;
        return new PostureAccess
        {
            IsClosedByDefault = isClosedByDefault,
            IsKnown = isWhole && !asked.Any(one => one is AssertionRequirement),
            Roles = [.. asked.OfType<RoleRequirement>().Select(role => role.Roles), .. asked.OfType<RolesAuthorizationRequirement>().Select(role => role.AllowedRoles.ToArray())],
            Permissions = [.. asked.OfType<PermissionRequirement>().Select(one => one.Permission).Distinct(StringComparer.Ordinal)],
            Scopes = [.. asked.OfType<ScopeRequirement>().Select(one => one.Scope).Distinct(StringComparer.Ordinal)],
            Policies = [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)],
            Schemes = [.. policy.AuthenticationSchemes],
            MaxLoginAge = asked.OfType<RecentLoginRequirement>().Select(one => (TimeSpan?)one.MaxAge).Min(),
            AuthenticationContextClasses = [.. asked.OfType<AcrRequirement>().Select(one => one.Values)],
            RequiresProofOfPossession = asked.OfType<PossessionRequirement>().Any(),
            Others = [.. asked.Where(IsOther).Select(Describe).Distinct(StringComparer.Ordinal)],
        };
    }

    private static bool IsOther(IAuthorizationRequirement one) => one is not (DenyAnonymousAuthorizationRequirement or RoleRequirement or RolesAuthorizationRequirement
        or PermissionRequirement or ScopeRequirement or RecentLoginRequirement or AcrRequirement or PossessionRequirement);

    /// <summary>Requirements of the application's own by their type: what they say of themselves may be anything.</summary>
    private static string Describe(IAuthorizationRequirement one) => one switch
    {
        ClaimsAuthorizationRequirement claim => claim.AllowedValues?.Any() is true ? $"claim {claim.ClaimType} with one of {claim.AllowedValues.Count()} values" : $"claim {claim.ClaimType}",
        AssertionRequirement => "an assertion in code",
        _ => one.GetType().Name,
    };
}

/// <summary>What decides about an endpoint.</summary>
/// <param name="Policy">The policy; <see langword="null"/> for none.</param>
/// <param name="IsClosedByDefault">Whether the application says nothing, and deny by default closes it.</param>
/// <param name="IsWhole">Whether nothing else decides beside it.</param>
internal sealed record EndpointRule(AuthorizationPolicy? Policy, bool IsClosedByDefault, bool IsWhole);
