using ApiSecurity.Pipeline;

namespace ApiSecurity.Cors;

internal sealed class CorsInspector(FeatureOptionsSource<ApiCorsOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("cors", options.Current, string.Empty);
}
