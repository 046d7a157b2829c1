using ApiSecurity.Pipeline;

namespace ApiSecurity.Headers;

internal sealed class HeadersInspector(FeatureOptionsSource<HeadersOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("headers", options.Current, "API preset");
}
