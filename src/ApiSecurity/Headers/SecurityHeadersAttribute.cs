namespace ApiSecurity.Headers;

/// <summary>Names the policy of response headers for a controller, a page or an action; on a method it goes before the class's.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class SecurityHeadersAttribute : Attribute, ISecurityHeadersMetadata
{
    /// <summary>Names a policy.</summary>
    /// <param name="policy">A policy of <c>ApiSecurity:Headers:Policies</c>, or a preset. A name that does not exist stops the start.</param>
    /// <exception cref="ArgumentException"><paramref name="policy"/> is empty.</exception>
    public SecurityHeadersAttribute(string policy)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(policy);
        Policy = policy;
    }

    /// <summary>Chooses a preset.</summary>
    /// <param name="preset">The preset.</param>
    public SecurityHeadersAttribute(SecurityHeadersPreset preset)
        : this(preset.ToString())
    {
    }

    /// <summary>Gets the policy's name.</summary>
    public string Policy { get; }

    HeadersPolicyOptions? ISecurityHeadersMetadata.Inline => null;
}
