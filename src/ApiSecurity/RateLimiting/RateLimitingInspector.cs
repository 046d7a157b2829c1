using ApiSecurity.Pipeline;

namespace ApiSecurity.RateLimiting;

internal sealed class RateLimitingInspector(FeatureOptionsSource<RateLimitOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("rate limits", options.Current, string.Empty);
}
