using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;

namespace ApiSecurity.Authorization;

/// <summary>What an endpoint demands, in a form that can be compared with another's.</summary>
internal sealed class EndpointDemands
{
    private const string KnownCaller = "a known caller";
    private const string ObjectCheck = "an object of the caller's (Authorized<T>)";

    private readonly List<object> _demands = [];

    private EndpointDemands(bool isOpen) => IsOpen = isOpen;

    /// <summary>Whether anybody may call it.</summary>
    public bool IsOpen { get; }

    /// <returns>The demands, or <see langword="null"/> where they can't be known at start.</returns>
    public static EndpointDemands? Of(Endpoint endpoint, IAuthorizationPolicyProvider provider, bool denyByDefault)
    {
        var access = EndpointAccess.Read(endpoint);
        if (EndpointRequirements.Of(endpoint, provider) is not { } requirements)
        {
            return null;
        }

        object[] filters = [.. endpoint.Metadata.OfType<ActionDescriptor>().SelectMany(AuthorizeFilters.Of)];
        var demands = new EndpointDemands(access.IsOpen || (requirements.Count == 0 && filters.Length == 0 && !(denyByDefault && !access.IsTakenOut)));
        if (!demands.IsOpen)
        {
            demands._demands.Add(KnownCaller);
            demands._demands.AddRange(requirements.Where(requirement => requirement is not DenyAnonymousAuthorizationRequirement).Select(Comparable));
            demands._demands.AddRange(filters);
        }

        if (AuthorizedParameter.Of(endpoint).Any() || endpoint.Metadata.GetMetadata<AuthorizeObjectAttribute>() is not null)
        {
            demands._demands.Add(ObjectCheck);
        }

        return demands;
    }

    /// <summary>What this one demands and the other does not; empty where the other demands something else instead, so that nobody can say which is more.</summary>
    public IReadOnlyList<string> Beyond(EndpointDemands other)
    {
        if (IsOpen || !other._demands.TrueForAll(demand => IsMet(demand, _demands)))
        {
            return [];
        }

        return [.. _demands.Where(demand => !IsMet(demand, other._demands)).Select(Describe)];
    }

    private static bool IsMet(object demand, List<object> demands) => demand switch
    {
        RecentLoginRequirement login => demands.OfType<RecentLoginRequirement>().Any(other => other.MaxAge <= login.MaxAge),
        AcrRequirement acr => demands.OfType<AcrRequirement>().Any(other => other.Values.All(acr.Values.Contains)),
        RoleRequirement role => demands.OfType<RoleRequirement>().Any(other => other.Roles.All(role.Roles.Contains)),
        _ => demands.Contains(demand),
    };

    /// <summary>Requirements that say all of themselves in words are compared by these, the application's own as what they are.</summary>
    private static object Comparable(IAuthorizationRequirement requirement) => requirement switch
    {
        RecentLoginRequirement or AcrRequirement or RoleRequirement => requirement,
        PermissionRequirement or ScopeRequirement or RolesAuthorizationRequirement or ClaimsAuthorizationRequirement or NameAuthorizationRequirement => requirement.ToString()!,
        _ => requirement,
    };

    private static string Describe(object demand) => demand switch
    {
        string text => text.TrimEnd('.'),
        RecentLoginRequirement or AcrRequirement or RoleRequirement => demand.ToString()!.TrimEnd('.'),
        _ => demand.GetType().Name,
    };
}
