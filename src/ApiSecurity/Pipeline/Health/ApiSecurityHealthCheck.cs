using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ApiSecurity.Pipeline;

/// <summary>As healthy as the least healthy of what the library depends on.</summary>
internal sealed class ApiSecurityHealthCheck(IEnumerable<IHealthProbe> probes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthCheckResult[] results = [.. probes.Select(probe => probe.Probe())];
        var status = results.Select(result => result.Status).DefaultIfEmpty(HealthStatus.Healthy).Min();
        var text = string.Join(" ", results.Where(result => result.Status < HealthStatus.Healthy).Select(result => result.Description));
        return Task.FromResult(new HealthCheckResult(status, text.Length > 0 ? text : null));
    }
}
