namespace ApiSecurity.RateLimiting;

/// <summary>A network whose requests are not counted by address (<c>ApiSecurity:RateLimiting:Exemptions</c>).</summary>
public sealed class RateLimitExemption
{
    /// <summary>Gets or sets the network, <c>10.1.0.0/16</c>, or a single address.</summary>
    /// <value>There is no default: an exemption needs one.</value>
    public string Network { get; set; } = string.Empty;

    /// <summary>Gets or sets why; listed in the start-up summary.</summary>
    /// <value>There is no default: an exemption needs a reason.</value>
    public string Reason { get; set; } = string.Empty;
}
