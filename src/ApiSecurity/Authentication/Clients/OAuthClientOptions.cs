namespace ApiSecurity.Authentication;

/// <summary>What this application needs to talk to an authorization server as one of its clients: where the server is, and how to prove who asks.</summary>
public abstract class OAuthClientOptions
{
    private protected OAuthClientOptions()
    {
    }

    /// <summary>
    /// Gets or sets the issuer. Its metadata tell the endpoints: <c>/.well-known/openid-configuration</c>, or, where that is not there, the
    /// document of RFC 8414 section 3. They must name this very issuer.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the endpoint is configured.</value>
    public string? Authority { get; set; }

    /// <summary>Gets or sets the id by which the authorization server knows this application.</summary>
    /// <value>The default is <see langword="null"/>; one is required.</value>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets how this application proves who it is.</summary>
    /// <value>The default is <see cref="ClientAuthenticationMethod.ClientSecretBasic"/>.</value>
    public ClientAuthenticationMethod ClientAuthentication { get; set; }

    /// <summary>Gets or sets the shared secret, for the two methods with one. Keep it out of files that are checked in.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// Gets or sets the private key as PEM, for <see cref="ClientAuthenticationMethod.PrivateKeyJwt"/> (RSA of 2048 bits or more, or an elliptic curve
    /// P-256, P-384 or P-521) and <see cref="ClientAuthenticationMethod.TlsClientAuth"/>.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? PrivateKey { get; set; }

    /// <summary>Gets or sets the path of a PEM file with the private key, in the place of <see cref="PrivateKey"/>.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? PrivateKeyFile { get; set; }

    /// <summary>Gets or sets the key's name, the header <c>kid</c> of what is signed with it.</summary>
    /// <value>The default is <see langword="null"/>: the key has no name.</value>
    public string? PrivateKeyId { get; set; }

    /// <summary>
    /// Gets or sets the algorithm to sign with: <c>RS256</c>, <c>RS384</c>, <c>RS512</c>, <c>PS256</c>, <c>PS384</c> or <c>PS512</c> with an RSA key.
    /// An elliptic curve has one algorithm only.
    /// </summary>
    /// <value>The default is <see langword="null"/>: RS256, or what belongs to the curve (ES256, ES384, ES512).</value>
    public string? SigningAlgorithm { get; set; }

    /// <summary>Gets or sets the audience of the signed JWT by which this application proves who it is (RFC 7523 section 3).</summary>
    /// <value>The default is <see langword="null"/>: the issuer, or, where none is known, the endpoint that is asked.</value>
    public string? AssertionAudience { get; set; }

    /// <summary>
    /// Gets or sets the header <c>typ</c> of that JWT. The successor of RFC 7523 (draft-ietf-oauth-rfc7523bis section 4) gives it a type of its own, so that no other JWT can
    /// be taken for one, and some servers take no other; set <c>JWT</c> for one that is older than that and particular.
    /// </summary>
    /// <value>The default is <c>client-authentication+jwt</c>.</value>
    public string AssertionTokenType { get; set; } = "client-authentication+jwt";

    /// <summary>Gets or sets the path of a PEM file with the client certificate, for <see cref="ClientAuthenticationMethod.TlsClientAuth"/>; the private key is configured beside it.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? CertificateFile { get; set; }
}
