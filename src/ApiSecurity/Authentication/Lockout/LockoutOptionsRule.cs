using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class LockoutOptionsRule : IOptionsRule<LockoutOptions>
{
    public void Check(LockoutOptions options, ConfigurationErrors errors)
    {
        if (options.FailuresPerCredential > options.FailuresPerSubject)
        {
            errors.Add(nameof(LockoutOptions.FailuresPerCredential), "is more than FailuresPerSubject, which counts the same failures of all addresses", "Write a smaller number.");
        }

        if (options.FirstDelay > options.Duration)
        {
            errors.Add(nameof(LockoutOptions.FirstDelay), "is longer than Duration, the longest wait", "Write a shorter time.");
        }
    }
}
