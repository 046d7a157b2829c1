using ApiSecurity.Pipeline;

namespace ApiSecurity.RateLimiting;

internal sealed class RateLimitOptionsRule(RequiredPolicies required) : IOptionsRule<RateLimitOptions>
{
    public const int LeastMaxKeys = 1_024;
    public const int MostMaxKeys = 67_108_864;

    public void Check(RateLimitOptions options, ConfigurationErrors errors)
    {
        CheckRate(nameof(options.PerAddress), options.PerAddress, errors);
        CheckRate(nameof(options.PerClient), options.PerClient, errors);
        if (options.MaxKeys is < LeastMaxKeys or > MostMaxKeys)
        {
            errors.Add(nameof(options.MaxKeys), "is out of range", $"Write a number from {LeastMaxKeys} to {MostMaxKeys}.");
        }

        foreach (var (name, policy) in options.Policies)
        {
            CheckPolicy(name, policy, errors.Below(nameof(options.Policies)));
        }

        foreach (var (name, endpoint) in required.Missing(options))
        {
            errors.Add(nameof(options.Policies), $"has no policy {name}, which {endpoint} names", "Add it, or change the endpoint and restart.");
        }

        for (var index = 0; index < options.Exemptions.Count; index++)
        {
            CheckExemption(options.Exemptions[index], errors.Below($"{nameof(options.Exemptions)}:{index}"));
        }
    }

    private static void CheckPolicy(string name, RateLimitPolicyOptions policy, ConfigurationErrors errors)
    {
        if (Rate.LooksLikeRate(name))
        {
            errors.Add(name, "is a name that looks like a rate", "Begin the name with a letter and leave slashes out.");
        }

        var below = errors.Below(name);
        if (CheckRate(nameof(policy.Limit), policy.Limit, below) is { } rate && (policy.Burst < 0 || policy.Burst > rate.Permits))
        {
            below.Add(nameof(policy.Burst), "is not possible with this limit", $"Write a number from 1 to {rate.Permits}, or leave it out for {rate.Permits}.");
        }

        if (!Enum.IsDefined(policy.Per))
        {
            below.Add(nameof(policy.Per), "is not known", $"Write one of {string.Join(", ", Enum.GetNames<LimitBy>())}.");
        }
    }

    private static Rate? CheckRate(string key, string? text, ConfigurationErrors errors)
    {
        if (Rate.TryParse(text, out var rate, out var error))
        {
            return rate;
        }

        errors.Add(key, error, Rate.HowToWrite);
        return null;
    }

    private static void CheckExemption(RateLimitExemption exemption, ConfigurationErrors errors)
    {
        if (!AddressRange.TryParse(exemption.Network ?? string.Empty, out _))
        {
            errors.Add(nameof(exemption.Network), "is not a network", "Write an address and the length of its prefix, with no bits set behind it, 10.1.0.0/16, or a single address.");
        }

        if (string.IsNullOrWhiteSpace(exemption.Reason))
        {
            errors.Add(nameof(exemption.Reason), "is empty", "Say why the network is not limited by address.");
        }
    }
}
