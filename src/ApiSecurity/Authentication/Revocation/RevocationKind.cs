namespace ApiSecurity.Authentication;

/// <summary>What a revocation names, and so which tokens it concerns.</summary>
public enum RevocationKind
{
    /// <summary>One token, by its id (<c>jti</c>, RFC 7519 section 4.1.7).</summary>
    Token = 0,

    /// <summary>Every token of a subject (<c>sub</c>), also one that does not tell when it was issued.</summary>
    Subject = 1,

    /// <summary>Every token of a session at the issuer (<c>sid</c>, OpenID Connect Front-Channel Logout 1.0 section 3).</summary>
    Session = 2,

    /// <summary>Every token of a client (<c>client_id</c>, or <c>azp</c>).</summary>
    Client = 3,
}
