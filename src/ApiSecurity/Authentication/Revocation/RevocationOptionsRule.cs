using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class RevocationOptionsRule : IOptionsRule<RevocationOptions>
{
    public void Check(RevocationOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(RevocationOptions.Mode), "is Report, but a revocation is what the application's own code asked for", "Remove the key.");
        }

        if (!Enum.IsDefined(options.OnStoreFailure))
        {
            errors.Add(nameof(RevocationOptions.OnStoreFailure), "is not known", $"Write one of {string.Join(", ", Enum.GetNames<RevocationStoreFailure>())}.");
        }

        if (options.StaleAfter < options.PollInterval)
        {
            errors.Add(nameof(RevocationOptions.StaleAfter), "is shorter than PollInterval, so that every node would always be too late", "Write a few times PollInterval.");
        }
    }
}
