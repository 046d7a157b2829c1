namespace ApiSecurity;

/// <summary>
/// The names of the events, after the OWASP Logging Vocabulary where it has a word for it.
/// </summary>
public static class SecurityEventNames
{
    /// <summary>A credential was missing or not accepted.</summary>
    public const string AuthenticationFailed = "authn_login_fail";

    /// <summary>As many credentials were tried as are allowed: from one address, for one subject, or both.</summary>
    public const string AuthenticationFailuresAtMaximum = "authn_login_fail_max";

    /// <summary>A request was refused because too many credentials were tried before.</summary>
    public const string AuthenticationLocked = "authn_login_lock";

    /// <summary>Credentials of many subjects are being tried from one address: those that leaked elsewhere, most likely.</summary>
    public const string CredentialStuffing = "malicious_credential_stuffing";

    /// <summary>One secret is being tried on many subjects.</summary>
    public const string PasswordSpraying = "malicious_password_spraying";

    /// <summary>Ids of keys that do not exist are being tried from one address.</summary>
    public const string KeyScanning = "malicious_key_scanning";

    /// <summary>The caller is known but not allowed.</summary>
    public const string AuthorizationFailed = "authz_fail";

    /// <summary>The caller asked for an object that is not theirs, or that does not exist.</summary>
    public const string DirectReference = "malicious_direct_reference";

    /// <summary>The request does not have the form that the API expects.</summary>
    public const string InputValidationFailed = "input_validation_fail";

    /// <summary>Something in the request looks like an attack.</summary>
    public const string AttackSuspected = "malicious_input";

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

    /// <summary>Credentials that were taken back are accepted again.</summary>
    public const string TokenRestored = "authn_token_restored";

    /// <summary>A good credential came in a place that logs and histories keep.</summary>
    public const string CredentialExposed = "authn_credential_exposed";
}
