using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ApiSecurity.Pipeline;

/// <summary>Something that the library depends on and that can be away: a store, an authorization server.</summary>
internal interface IHealthProbe
{
    /// <returns>How it is, in a text without secrets or addresses of people; answers from what is known, without asking anybody.</returns>
    HealthCheckResult Probe();
}
