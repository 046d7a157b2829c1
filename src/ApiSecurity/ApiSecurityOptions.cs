using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using ApiSecurity.Cors;
using ApiSecurity.Errors;
using ApiSecurity.Headers;
using ApiSecurity.Posture;
using ApiSecurity.RateLimiting;
using ApiSecurity.Transport;
using ApiSecurity.Validation;

namespace ApiSecurity;

/// <summary>The options of the whole, in the shape of the configuration section <c>ApiSecurity</c>.</summary>
public sealed partial class ApiSecurityOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "ApiSecurity";

    /// <summary>Gets or sets whether refusals take place or are only reported; a feature's own <c>Mode</c> goes before.</summary>
    /// <value>The default is <see cref="ApiSecurityMode.Enforce"/>.</value>
    public ApiSecurityMode Mode { get; set; }

    /// <summary>Gets the options of the response headers.</summary>
    public HeadersOptions Headers { get; } = new();

    /// <summary>Gets the options of cross-origin requests.</summary>
    public ApiCorsOptions Cors { get; } = new();

    /// <summary>Gets the options of error answers.</summary>
    public ErrorsOptions Errors { get; } = new();

    /// <summary>Gets the options of connections and the shape of requests.</summary>
    public TransportOptions Transport { get; } = new();

    /// <summary>Gets the options of rate limits.</summary>
    public RateLimitOptions RateLimiting { get; } = new();

    /// <summary>Gets the options of JSON web tokens; in use once <c>AddJwt</c> is called.</summary>
    public JwtOptions Jwt { get; } = new();

    /// <summary>Gets the options of proofs of possession.</summary>
    public ProofOfPossessionOptions ProofOfPossession { get; } = new();

    /// <summary>Gets the options of HTTP message signatures; in use once <c>AddHttpSignatures</c> is called.</summary>
    public HttpSignatureOptions HttpSignatures { get; } = new();

    /// <summary>Gets the options of client certificates; in use once <c>AddClientCertificates</c> is called.</summary>
    public ClientCertificateOptions ClientCertificates { get; } = new();

    /// <summary>Gets the options of what is remembered of verified credentials.</summary>
    public CredentialCacheOptions CredentialCache { get; } = new();

    /// <summary>Gets the options of tokens that an authorization server is asked about; in use once <c>AddIntrospection</c> is called.</summary>
    public IntrospectionOptions Introspection { get; } = new();

    /// <summary>Gets the options of the protected resource's metadata; in use once <c>MapProtectedResourceMetadata</c> is called.</summary>
    public ProtectedResourceOptions ProtectedResource { get; } = new();

    /// <summary>Gets the options of the access tokens that the application calls other APIs with; in use by <c>AddAccessTokens</c> on an <c>HttpClient</c>.</summary>
    public AccessTokensOptions AccessTokens { get; } = new();

    /// <summary>Gets the options of API keys; in use once <c>AddApiKeys</c> is called.</summary>
    public ApiKeyOptions ApiKeys { get; } = new();

    /// <summary>Gets the options of names and passwords; in use once <c>AddBasic</c> is called.</summary>
    public BasicOptions Basic { get; } = new();

    /// <summary>Gets the options of revoked tokens.</summary>
    public RevocationOptions Revocation { get; } = new();

    /// <summary>Gets the options of credentials that are not valid.</summary>
    public LockoutOptions Lockout { get; } = new();

    /// <summary>Gets the options of authorization.</summary>
    public ApiAuthorizationOptions Authorization { get; } = new();

    /// <summary>Gets the options of opaque ids; in use once <c>AddOpaqueIds</c> is called.</summary>
    public OpaqueIdOptions OpaqueIds { get; } = new();

    /// <summary>Gets the options of decisions that are made outside of the application; in use once <c>AddAccessDecisions</c> or <c>AddAuthZen</c> is called.</summary>
    public AccessDecisionOptions AccessDecisions { get; } = new();

    /// <summary>Gets the options of request validation.</summary>
    public RequestValidationOptions Validation { get; } = new();

    /// <summary>Gets the options of attack inspection.</summary>
    public InspectionOptions Inspection { get; } = new();

    /// <summary>Gets the options of the posture report.</summary>
    public PostureOptions Posture { get; } = new();
}
