namespace ApiSecurity.Authentication;

/// <summary>A user as an <see cref="IBasicUserStore"/> knows them.</summary>
public sealed record BasicUser
{
    /// <summary>Gets the name that clients send.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the hash of the password, as ASP.NET Core Identity stores it. Without one nobody can sign in by this name.</summary>
    public required string? PasswordHash { get; init; }

    /// <summary>Gets who calls with the password: the caller's subject (<c>sub</c>).</summary>
    /// <value>The default is <see langword="null"/>: the name.</value>
    public string? Subject { get; init; }

    /// <summary>Gets the user's roles.</summary>
    /// <value>The default is empty: none.</value>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Gets the user's permissions.</summary>
    /// <value>The default is empty: none.</value>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Gets the tenant that the user belongs to.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Tenant { get; init; }

    /// <summary>The name: a hash has no place in a log.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
