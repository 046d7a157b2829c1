namespace ApiSecurity.Authentication;

/// <summary>A key as a store keeps it: what is known of it, and the hashes of its secrets. It never holds a secret.</summary>
public sealed record ApiKeyRecord
{
    /// <summary>Gets what is known of the key.</summary>
    public required ApiKey Key { get; init; }

    /// <summary>Gets the SHA-256 of the secret together with the key's id: 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>Gets the same of the secret before the last rotation; accepted until <see cref="ApiKey.OverlapEnds"/>.</summary>
    /// <value>The default is <see langword="null"/>: there is none.</value>
    public ReadOnlyMemory<byte>? PreviousHash { get; init; }

    /// <summary>Gets the record's version: 1 for a new one, and one more with each update, so that of two updates at once one is told that it came too late.</summary>
    public long Version { get; init; } = 1;
}
