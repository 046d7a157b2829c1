namespace ApiSecurity.Authentication;

/// <summary>A further issuer of tokens (<c>ApiSecurity:Jwt:Issuers:{name}</c>), with keys, audience and algorithms of its own.</summary>
/// <remarks>
/// Two issuers may call different people by the same <c>sub</c>. Give each a <see cref="Tenant"/> or a <see cref="SubjectPrefix"/>, so that nobody can be
/// taken for somebody of another issuer.
/// </remarks>
public sealed class JwtIssuerOptions
{
    /// <summary>Gets or sets the address of the authorization server, which is also its name in the tokens' <c>iss</c>.</summary>
    /// <value>The default is <see langword="null"/>; one is required.</value>
    public string? Authority { get; set; }

    /// <summary>Gets the names of the issuer in <c>iss</c>, where it is not the <see cref="Authority"/>.</summary>
    /// <value>The default is empty.</value>
    public IList<string> ValidIssuers { get; } = [];

    /// <summary>Gets this API's names in the <c>aud</c> of this issuer's tokens.</summary>
    /// <value>The default is empty: those of <see cref="JwtOptions"/>.</value>
    public IList<string> ValidAudiences { get; } = [];

    /// <summary>Gets the signature algorithms to accept from this issuer.</summary>
    /// <value>The default is empty: those of <see cref="JwtOptions"/>.</value>
    public IList<string> ValidAlgorithms { get; } = [];

    /// <summary>Gets the types of token to accept from this issuer.</summary>
    /// <value>The default is empty: those of <see cref="JwtOptions"/>.</value>
    public IList<string> ValidTypes { get; } = [];

    /// <summary>Gets or sets the tenant of everybody whom this issuer knows; what its tokens say about tenants is not believed then.</summary>
    /// <value>The default is <see langword="null"/>: the tokens tell the tenant.</value>
    public string? Tenant { get; set; }

    /// <summary>Gets or sets what is put before the <c>sub</c> of this issuer's tokens.</summary>
    /// <value>The default is <see langword="null"/>: nothing.</value>
    public string? SubjectPrefix { get; set; }
}
