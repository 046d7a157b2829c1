using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>Stops the start where several <see cref="RequireAcrAttribute"/> have no value in common: no token could meet them, and clients would sign in for ever.</summary>
internal sealed class StepUpInspector(IAuthorizationPolicyProvider policies) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        foreach (var endpoint in inspection.Endpoints)
        {
            if (EndpointRequirements.Of(endpoint, policies) is { } requirements && StepUpProblem.CommonAcr(requirements) is { Count: 0 })
            {
                var values = string.Join(" and ", requirements.OfType<AcrRequirement>().Select(requirement => $"[{string.Join(", ", requirement.Values)}]"));
                inspection.Error($"{EndpointNames.Describe(endpoint)} asks for an acr in {values}, and no value is in each of them. Several RequireAcr add up: name all that are enough in each, or leave one of them.");
            }
        }
    }
}
