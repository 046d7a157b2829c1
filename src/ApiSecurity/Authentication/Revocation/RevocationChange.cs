namespace ApiSecurity.Authentication;

/// <summary>A change in an <see cref="IRevocationStore"/>.</summary>
/// <param name="version">The version of the change.</param>
/// <param name="revocation">The revocation as it is now, or was.</param>
/// <param name="isRemoved">Whether the revocation was taken out.</param>
public sealed class RevocationChange(long version, TokenRevocation revocation, bool isRemoved)
{
    /// <summary>Gets the version of the change.</summary>
    public long Version { get; } = version;

    /// <summary>Gets the revocation.</summary>
    public TokenRevocation Revocation { get; } = revocation;

    /// <summary>Gets a value indicating whether the revocation was taken out.</summary>
    public bool IsRemoved { get; } = isRemoved;
}
