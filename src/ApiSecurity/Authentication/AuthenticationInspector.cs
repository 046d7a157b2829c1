using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class AuthenticationInspector(FeatureOptionsSource<JwtOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("authentication", options.Current, string.Empty);
}
