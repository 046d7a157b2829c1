namespace ApiSecurity.Authentication;

/// <summary>A key that stands in the configuration, <c>ApiSecurity:ApiKeys:Keys:{id}</c>. <see cref="GeneratedApiKey"/> makes one.</summary>
public sealed class ConfiguredApiKeyOptions
{
    /// <summary>Gets or sets the SHA-256 of the secret together with the id, in 64 hexadecimal digits (<see cref="GeneratedApiKey.Hash"/>); never the key itself.</summary>
    /// <value>There is no default: it is required.</value>
    public string Hash { get; set; } = string.Empty;

    /// <summary>Gets or sets what people call the key.</summary>
    /// <value>The default is <see langword="null"/>: the id.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets who calls with the key: the caller's subject (<c>sub</c>).</summary>
    /// <value>There is no default: it is required.</value>
    public string Owner { get; set; } = string.Empty;

    /// <summary>Gets the scopes that calls with the key have.</summary>
    /// <value>The default is empty: none.</value>
    public IList<string> Scopes { get; } = [];

    /// <summary>Gets the permissions that calls with the key have.</summary>
    /// <value>The default is empty: none.</value>
    public IList<string> Permissions { get; } = [];

    /// <summary>Gets or sets the tenant that the key belongs to.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Tenant { get; set; }

    /// <summary>Gets or sets the plan by which calls with the key are limited: the claim <c>plan</c>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Plan { get; set; }

    /// <summary>Gets the networks from which the key may be used, as addresses or in CIDR notation.</summary>
    /// <value>The default is empty: from everywhere.</value>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Gets or sets the moment from which the key is no longer accepted, as <c>2027-01-31T00:00:00Z</c>.</summary>
    /// <value>The default is <see langword="null"/>: it does not expire.</value>
    public DateTimeOffset? Expires { get; set; }
}
