namespace ApiSecurity.Authentication;

/// <summary>Which keys to list.</summary>
public sealed record ApiKeyQuery
{
    /// <summary>The most keys that one call lists.</summary>
    public const int MaximumLimit = 200;

    /// <summary>Gets whether keys of all tenants are meant, whatever <see cref="Tenant"/> is.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllTenants { get; init; }

    /// <summary>Gets the tenant whose keys are meant.</summary>
    /// <value>The default is <see langword="null"/>: those of no tenant.</value>
    public string? Tenant { get; init; }

    /// <summary>Gets the owner whose keys are meant.</summary>
    /// <value>The default is <see langword="null"/>: those of all.</value>
    public string? Owner { get; init; }

    /// <summary>Gets the id after which to go on: the last one of the page before.</summary>
    /// <value>The default is <see langword="null"/>: from the first.</value>
    public string? After { get; init; }

    /// <summary>Gets how many keys to list at most, from 1 to <see cref="MaximumLimit"/>.</summary>
    /// <value>The default is 50.</value>
    public int Limit { get; init; } = 50;
}
