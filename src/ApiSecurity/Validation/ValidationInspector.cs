using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

internal sealed class ValidationInspector(FeatureOptionsSource<RequestValidationOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("validation", options.Current, string.Empty);
}
