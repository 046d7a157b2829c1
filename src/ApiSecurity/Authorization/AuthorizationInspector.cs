using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

internal sealed class AuthorizationInspector(FeatureOptionsSource<ApiAuthorizationOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection) => inspection.Feature("authorization", options.Current, string.Empty);
}
