namespace ApiSecurity.Authentication;

/// <summary>
/// What clients may know of this API before they call it (<c>ApiSecurity:ProtectedResource</c>, RFC 9728); in use once <c>MapProtectedResourceMetadata</c> is called.
/// </summary>
/// <remarks>There is no Report mode here. <see cref="FeatureOptions.DisabledReason"/> has the address answer 404, and challenges don't name it.</remarks>
public sealed class ProtectedResourceOptions : FeatureOptions
{
    /// <summary>
    /// Gets or sets this API's resource identifier (RFC 9728 section 1.2): its address as clients know it, <c>https</c>, without query and fragment. Where the
    /// metadata are to be found follows from it; it is read at start.
    /// </summary>
    /// <value>The default is <see langword="null"/>: <c>ApiSecurity:Jwt:Audience</c>, if that is such an address.</value>
    public string? Resource { get; set; }

    /// <summary>Gets the issuer identifiers of the authorization servers that give tokens for this API.</summary>
    /// <value>The default is empty, which means those of <c>ApiSecurity:Jwt</c>, of its further issuers, and of the servers of <c>ApiSecurity:Introspection</c>.</value>
    public IList<string> AuthorizationServers { get; } = [];

    /// <summary>Gets the scopes to tell clients of.</summary>
    /// <value>The default is empty, which means all that endpoints ask for by <c>RequireScope</c>; those in policies are not known.</value>
    public IList<string> Scopes { get; } = [];

    /// <summary>
    /// Gets or sets whether clients are told that their tokens may be bound to their certificate (<c>tls_client_certificate_bound_access_tokens</c>, RFC 8705). Set it where the
    /// server itself asks clients for certificates.
    /// </summary>
    /// <value>The default is <see langword="null"/>: if <see cref="ProofOfPossessionOptions.CertificateFromProxy"/> is set.</value>
    public bool? CertificateBoundTokens { get; set; }

    /// <summary>Gets or sets the API's name, for people.</summary>
    /// <value>The default is <see langword="null"/>: none is told.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the address of a page for developers.</summary>
    /// <value>The default is <see langword="null"/>: none is told.</value>
    public string? Documentation { get; set; }

    /// <summary>Gets or sets the address of a page that says how clients may use the data.</summary>
    /// <value>The default is <see langword="null"/>: none is told.</value>
    public string? Policy { get; set; }

    /// <summary>Gets or sets the address of the terms of service.</summary>
    /// <value>The default is <see langword="null"/>: none is told.</value>
    public string? TermsOfService { get; set; }
}
