namespace ApiSecurity.Authentication;

/// <summary>What a key is to be.</summary>
public sealed record NewApiKey
{
    /// <summary>Gets what people call the key: up to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Gets who calls with the key: the caller's subject (<c>sub</c>), up to 200 characters.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the scopes that calls with the key have (RFC 6749 section 3.3): up to 100.</summary>
    /// <value>The default is empty: none.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Gets the permissions that calls with the key have: up to 100.</summary>
    /// <value>The default is empty: none.</value>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Gets the tenant that the key belongs to: up to 200 characters.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Tenant { get; init; }

    /// <summary>Gets the plan by which calls with the key are limited: up to 100 characters.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Plan { get; init; }

    /// <summary>Gets the networks from which the key may be used, as addresses or in CIDR notation: up to 50.</summary>
    /// <value>The default is empty: from everywhere.</value>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Gets the moment from which the key is no longer accepted.</summary>
    /// <value>The default is <see langword="null"/>: after <see cref="ApiKeyOptions.MaxLifetime"/>, or never if there is none.</value>
    public DateTimeOffset? Expires { get; init; }
}
