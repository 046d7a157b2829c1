using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class CredentialCacheOptionsRule : IOptionsRule<CredentialCacheOptions>
{
    public void Check(CredentialCacheOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but remembering refuses nothing", "Remove the key; DisabledReason switches it off.");
        }
    }
}
