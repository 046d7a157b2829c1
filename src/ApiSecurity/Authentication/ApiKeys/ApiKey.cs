namespace ApiSecurity.Authentication;

/// <summary>What is known of an API key. Its secret is not among it: that is shown once, when it is made.</summary>
public sealed record ApiKey
{
    /// <summary>Gets the visible part of the key, by which it is found: lower-case letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what people call the key.</summary>
    public required string Name { get; init; }

    /// <summary>Gets who calls with the key: the caller's subject (<c>sub</c>).</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the scopes that calls with the key have.</summary>
    /// <value>The default is empty: none.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Gets the permissions that calls with the key have.</summary>
    /// <value>The default is empty: none.</value>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Gets the tenant that the key belongs to.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Tenant { get; init; }

    /// <summary>Gets the plan by which calls with the key are limited: the claim <c>plan</c>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Plan { get; init; }

    /// <summary>Gets the networks from which the key may be used, as addresses or in CIDR notation (RFC 4632, RFC 4291 section 2.3).</summary>
    /// <value>The default is empty: from everywhere.</value>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Gets when the key was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Gets the moment from which the key is no longer accepted.</summary>
    /// <value>The default is <see langword="null"/>: it does not expire.</value>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Gets when the key was used last, to a minute.</summary>
    /// <value>The default is <see langword="null"/>: never, or not known.</value>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Gets the moment until which the secret before the last rotation is accepted too.</summary>
    /// <value>The default is <see langword="null"/>: there is no such secret.</value>
    public DateTimeOffset? OverlapEnds { get; init; }

    /// <summary>Gets when the key was revoked.</summary>
    /// <value>The default is <see langword="null"/>: it was not.</value>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>Gets why the key was revoked.</summary>
    /// <value>The default is <see langword="null"/>: nobody said.</value>
    public string? RevokedReason { get; init; }

    /// <summary>Gets whether the key stands in the configuration, where it can't be changed by the application.</summary>
    public bool IsConfigured { get; init; }
}
