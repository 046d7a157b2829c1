namespace ApiSecurity;

/// <summary>What the options of every feature have in common: its mode, and the reason if it is switched off.</summary>
public abstract class FeatureOptions
{
    private protected FeatureOptions()
    {
    }

    /// <summary>Gets or sets this feature's mode, where it differs from <c>ApiSecurity:Mode</c>.</summary>
    /// <value>The default is <see langword="null"/>: the feature follows <c>ApiSecurity:Mode</c>.</value>
    public ApiSecurityMode? Mode { get; set; }

    /// <summary>
    /// Gets or sets why this feature is switched off. A reason switches it off, and the start-up summary lists it; <c>true</c>, <c>false</c> and
    /// the like are none, and stop the start.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the feature is on.</value>
    public string? DisabledReason { get; set; }

    /// <summary>The mode after the root's has been taken into account; set once the options are complete.</summary>
    internal ApiSecurityMode EffectiveMode { get; set; }

    internal bool IsEnabled => DisabledReason is null;

    internal bool IsEnforced => IsEnabled && EffectiveMode == ApiSecurityMode.Enforce;
}
