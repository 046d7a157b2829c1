using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

internal sealed class TransportInspector(FeatureOptionsSource<TransportOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("transport", options.Current, string.Empty);
}
