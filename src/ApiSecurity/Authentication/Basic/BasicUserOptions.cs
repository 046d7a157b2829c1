namespace ApiSecurity.Authentication;

/// <summary>A user who stands in the configuration, <c>ApiSecurity:Basic:Users:{name}</c>.</summary>
public sealed class BasicUserOptions
{
    /// <summary>Gets or sets what <see cref="BasicPasswordHash.Create"/> made of the password; never the password itself.</summary>
    /// <value>There is no default: it is required.</value>
    public string PasswordHash { get; set; } = string.Empty;

    /// <summary>Gets or sets who calls with the password: the caller's subject (<c>sub</c>).</summary>
    /// <value>The default is <see langword="null"/>: the name.</value>
    public string? Subject { get; set; }

    /// <summary>Gets the user's roles.</summary>
    /// <value>The default is empty: none.</value>
    public IList<string> Roles { get; } = [];

    /// <summary>Gets the user's permissions.</summary>
    /// <value>The default is empty: none.</value>
    public IList<string> Permissions { get; } = [];

    /// <summary>Gets or sets the tenant that the user belongs to.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Tenant { get; set; }
}
