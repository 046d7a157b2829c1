using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class LockoutInspector(FeatureOptionsSource<LockoutOptions> source) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var options = source.Current;
        inspection.Feature(
            "lockout",
            options,
            $"failures: {options.FailuresPerCredential} per address and credential, {options.FailuresPerAddress} per address in {options.Window:c}, {options.FailuresPerSubject} per subject in an hour");
    }
}
