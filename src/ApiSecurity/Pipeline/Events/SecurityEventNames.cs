namespace ApiSecurity;

/// <summary>
/// The names of the events, after the OWASP Logging Vocabulary where it has a word for it.
/// </summary>
public static class SecurityEventNames
{
    /// <summary>A credential was missing or not accepted.</summary>
    public const string AuthenticationFailed = "authn_login_fail";

    /// <summary>The caller is known but not allowed.</summary>
    public const string AuthorizationFailed = "authz_fail";

    /// <summary>The caller asked for an object that is not theirs, or that does not exist.</summary>
    public const string DirectReference = "malicious_direct_reference";

    /// <summary>The request does not have the form that the API expects.</summary>
    public const string InputValidationFailed = "input_validation_fail";

    /// <summary>A limit on the number of requests was reached.</summary>
    public const string RateLimitExceeded = "excess_rate_limit_exceeded";

    /// <summary>A browser page of an origin that is not allowed tried to use the API.</summary>
    public const string CrossOriginRefused = "malicious_cors";

    /// <summary>The connection is not one the API talks over: no TLS, an untrusted proxy, an unknown host.</summary>
    public const string TransportRefused = "transport_fail";

    /// <summary>The application failed; the client was told nothing but the trace id.</summary>
    public const string SystemFault = "sys_crash";

    /// <summary>A credential was made: an API key, or a new secret for one.</summary>
    public const string TokenCreated = "authn_token_created";

    /// <summary>A credential was taken back before its time.</summary>
    public const string TokenRevoked = "authn_token_revoked";

    /// <summary>A good credential came in a place that logs and histories keep.</summary>
    public const string CredentialExposed = "authn_credential_exposed";
}
