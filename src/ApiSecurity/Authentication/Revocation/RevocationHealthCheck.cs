using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ApiSecurity.Authentication;

/// <summary>Degraded while the store can't be read, unhealthy while tokens are refused because of that.</summary>
internal sealed class RevocationHealthCheck(RevocationReader reader) : IHealthCheck
{
    public const string Name = "apisecurity_revocation";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(reader switch
    {
        { IsUsable: false } => new HealthCheckResult(context.Registration.FailureStatus, "The revocation store can't be read: tokens are refused."),
        { IsFailing: true } => HealthCheckResult.Degraded("The revocation store can't be read: what was revoked elsewhere meanwhile is not known here."),
        _ => HealthCheckResult.Healthy(),
    });
}
