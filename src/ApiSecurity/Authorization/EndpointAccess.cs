using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>What an endpoint's metadata says about who may call it, and the decision's rule once it has been put together.</summary>
internal sealed class EndpointAccess
{
    private readonly IReadOnlyList<IAuthorizeData> _data;
    private readonly IReadOnlyList<AuthorizationPolicy> _policies;
    private readonly IReadOnlyList<IAuthorizationRequirementData> _requirements;
    private AccessRule? _rule;

    private EndpointAccess(EndpointMetadataCollection metadata)
    {
        _data = metadata.GetOrderedMetadata<IAuthorizeData>();
        _policies = metadata.GetOrderedMetadata<AuthorizationPolicy>();
        _requirements = metadata.GetOrderedMetadata<IAuthorizationRequirementData>();
        IsOpen = metadata.GetMetadata<IAllowAnonymous>() is not null;
        IsTakenOut = metadata.GetMetadata<DisableApiSecurityAttribute>() is not null;
    }

    /// <summary>Whether the framework looks, before it runs the endpoint, if anybody has checked it.</summary>
    public bool IsLookedFor => _data.Count > 0;

    /// <summary>Whether anonymous callers may call it.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether <see cref="DisableApiSecurityAttribute"/> takes it out of deny by default; never out of the application's own policies.</summary>
    public bool IsTakenOut { get; }

    /// <summary>Whether the endpoint names nobody, so that a fallback decides.</summary>
    public bool SaysNothing => _data.Count == 0 && _policies.Count == 0;

    /// <summary>Whether it asks for anything; where it is open as well, in vain.</summary>
    public bool AsksForMore => !SaysNothing || _requirements.Count > 0;

    /// <param name="endpoint">The endpoint, or <see langword="null"/> for requests that no endpoint takes.</param>
    public static EndpointAccess Read(Endpoint? endpoint) => new(endpoint?.Metadata ?? EndpointMetadataCollection.Empty);

    /// <summary>The rule, put together once where the provider lets its policies be kept.</summary>
    public ValueTask<AccessRule> RuleAsync(IAuthorizationPolicyProvider provider, LastingAccess lasting) =>
        Volatile.Read(ref _rule) is { } rule ? ValueTask.FromResult(rule) : CombineAsync(provider, lasting);

    private async ValueTask<AccessRule> CombineAsync(IAuthorizationPolicyProvider provider, LastingAccess lasting)
    {
        // The same steps as in the framework's middleware: authorize data and policies, else the fallback; then the requirements.
        var own = await AuthorizationPolicy.CombineAsync(provider, _data, _policies).ConfigureAwait(false);
        var closes = SaysNothing && own is null && !IsOpen && !IsTakenOut;
        if (_requirements.Count > 0)
        {
            var requirements = new AuthorizationPolicyBuilder();
            foreach (var data in _requirements)
            {
                requirements.AddRequirements([.. data.GetRequirements()]);
            }

            own = own is null ? requirements.Build() : AuthorizationPolicy.Combine(own, requirements.Build());
        }

        var closed = closes ? await CloseAsync(provider, own).ConfigureAwait(false) : null;
        var lasts = provider.AllowsCachingPolicies;
        var rule = new AccessRule(Numbered(own), Numbered(closed));
        if (lasts)
        {
            // Two requests may get here at once; one rule is kept, and the other's number is not used again.
            return Interlocked.CompareExchange(ref _rule, rule, null) ?? rule;
        }

        return rule;

        NumberedPolicy? Numbered(AuthorizationPolicy? policy) =>
            policy is null ? null : new NumberedPolicy(policy, lasts ? lasting.NumberOf(policy) : -1);
    }

    /// <summary>As if the endpoint had a bare <c>[Authorize]</c>: with the schemes of the application's default policy, and never open.</summary>
    private static async Task<AuthorizationPolicy> CloseAsync(IAuthorizationPolicyProvider provider, AuthorizationPolicy? own)
    {
        var builder = new AuthorizationPolicyBuilder(await provider.GetDefaultPolicyAsync().ConfigureAwait(false));
        if (!builder.Requirements.OfType<Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement>().Any())
        {
            builder.RequireAuthenticatedUser();
        }

        return own is null ? builder.Build() : builder.Combine(own).Build();
    }
}
