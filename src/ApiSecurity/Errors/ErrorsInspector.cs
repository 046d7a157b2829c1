using ApiSecurity.Pipeline;

namespace ApiSecurity.Errors;

internal sealed class ErrorsInspector(FeatureOptionsSource<ErrorsOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("errors", options.Current, string.Empty);
}
