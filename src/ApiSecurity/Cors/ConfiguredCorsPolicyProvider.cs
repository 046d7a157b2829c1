using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Cors;

/// <summary>
/// Shows the configuration's named policies to everything that asks the framework for one (a gateway's routes, the application's own
/// <c>UseCors("name")</c>), and leaves every other name to the provider that was there.
/// </summary>
internal sealed class ConfiguredCorsPolicyProvider(ICorsPolicyProvider inner, CorsPolicies policies) : ICorsPolicyProvider
{
    public ICorsPolicyProvider Inner => inner;

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        policyName is not null && policies.Rules.Named.TryGetValue(policyName, out var policy)
            ? Task.FromResult<CorsPolicy?>(policy)
            : inner.GetPolicyAsync(context, policyName);
}
