using System.Collections.Frozen;

namespace ApiSecurity.Cors;

/// <summary>What the options mean, worked out once; a reload makes a new one.</summary>
internal sealed class CorsRules
{
    public CorsRules(ApiCorsOptions options)
    {
        Options = options;
        Default = options.Origins.Count > 0 ? new ConfiguredCorsPolicy(options) : null;
        Named = options.Policies.ToFrozenDictionary(
            pair => pair.Key, pair => new ConfiguredCorsPolicy(pair.Value), StringComparer.OrdinalIgnoreCase);
        ExemptPaths = options.CrossSite.ExemptPaths.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Enforced = options.EffectiveMode == ApiSecurityMode.Enforce;
        ProtectsCrossSite = options.CrossSite.DisabledReason is null;
    }

    public ApiCorsOptions Options { get; }

    /// <summary>The policy of all endpoints that name no other, if the configuration has one.</summary>
    public ConfiguredCorsPolicy? Default { get; }

    public FrozenDictionary<string, ConfiguredCorsPolicy> Named { get; }

    public FrozenSet<string> ExemptPaths { get; }

    public bool Enforced { get; }

    public bool ProtectsCrossSite { get; }
}
