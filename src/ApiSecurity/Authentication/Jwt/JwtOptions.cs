using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>Which tokens are accepted (<c>ApiSecurity:Jwt</c>); in use once <c>AddJwt</c> is called. The defaults follow RFC 8725 and RFC 9068.</summary>
/// <remarks>
/// There is no Report mode here: a token proves who calls, or it does not. <see cref="FeatureOptions.DisabledReason"/> switches the scheme
/// off: no token is accepted then.
/// </remarks>
public sealed class JwtOptions : FeatureOptions
{
    /// <summary>
    /// Gets or sets the address of the authorization server. Its metadata (<c>/.well-known/openid-configuration</c>, or those of RFC 8414) tell the issuer and the keys.
    /// </summary>
    /// <value>The default is <see langword="null"/>: issuer and keys are configured by hand, in <c>Authentication:Schemes:Bearer</c> or <c>JwtBearerOptions</c>.</value>
    public string? Authority { get; set; }

    /// <summary>Gets or sets this API's name in the claim <c>aud</c> (RFC 8725 section 3.9): tokens made for other APIs are refused.</summary>
    /// <value>The default is <see langword="null"/>; one is required, here or in <see cref="ValidAudiences"/>.</value>
    public string? Audience { get; set; }

    /// <summary>Gets further names of this API.</summary>
    /// <value>The default is empty.</value>
    public IList<string> ValidAudiences { get; } = [];

    /// <summary>Gets the issuers to accept beside the one that the authority's metadata name.</summary>
    /// <value>The default is empty.</value>
    public IList<string> ValidIssuers { get; } = [];

    /// <summary>Gets further issuers, each with keys and rules of its own, by a name of your choice.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, JwtIssuerOptions> Issuers { get; } = new Dictionary<string, JwtIssuerOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the files with the private keys (PEM, RSA or EC) for tokens that are encrypted (JWE, RFC 7516); what is inside must be signed.
    /// Key management by RSA-OAEP or ECDH-ES with key wrapping; <c>RSA1_5</c>, <c>dir</c> and passwords are not accepted, nor is compression.
    /// </summary>
    /// <value>The default is empty: encrypted tokens are refused.</value>
    public IList<string> DecryptionKeyFiles { get; } = [];

    /// <summary>Gets the signature algorithms to accept (RFC 8725 section 3.1). Those with a shared secret (HS256, …) and <c>none</c> can't be listed.</summary>
    /// <value>The default is empty, which means ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384 and RS512.</value>
    public IList<string> ValidAlgorithms { get; } = [];

    /// <summary>
    /// Gets the types of token to accept, in the header <c>typ</c> (RFC 8725 section 3.11): so that an ID token can't be used as an access token.
    /// An authorization server that does not follow RFC 9068 makes access tokens of the type <c>JWT</c>: list that, and ID tokens are told
    /// apart by their audience alone.
    /// </summary>
    /// <value>The default is empty, which means <c>at+jwt</c> and <c>application/at+jwt</c>.</value>
    public IList<string> ValidTypes { get; } = [];

    /// <summary>Gets or sets by how much clocks may differ where <c>exp</c>, <c>nbf</c> and <c>iat</c> are checked.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "Write a time from \"00:00:00\" to \"00:05:00\".")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the longest time for which a token may be valid, from <c>iat</c> to <c>exp</c>; <c>iat</c> is required then.</summary>
    /// <value>The default is <see langword="null"/>: as long as the authorization server says.</value>
    public TimeSpan? MaxLifetime { get; set; }

    /// <summary>Gets or sets the longest token to look at, in bytes.</summary>
    /// <value>The default is 16384.</value>
    [Range(512, 1048576, ErrorMessage = "Write a number from 512 to 1048576.")]
    public int MaxTokenBytes { get; set; } = 16384;

    /// <summary>Gets or sets whether the authority's metadata must come over HTTPS; only in Development can they come without.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>
    /// Gets or sets for how long the authorization server's keys count if they can't be read again. They are read every hour; this is for when the server
    /// is away.
    /// </summary>
    /// <value>The default is one day.</value>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00", ErrorMessage = "Write a time from \"00:05:00\" to \"30.00:00:00\".")]
    public TimeSpan MaxMetadataAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the claim behind <c>User.Identity.Name</c>.</summary>
    /// <value>The default is <c>sub</c>.</value>
    [Required]
    public string NameClaimType { get; set; } = "sub";

    /// <summary>Gets or sets the claim behind <c>User.IsInRole</c>.</summary>
    /// <value>The default is <c>roles</c> (RFC 9068 section 2.2.3.1); <c>role</c>, where a token has that alone.</value>
    [Required]
    public string RoleClaimType { get; set; } = "roles";
}
