namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The token was not accepted; events hold the precise reason, clients are told this one only.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>The token does not have the form of a signed JWT (RFC 7515), or says the same thing twice.</summary>
    public const string TokenMalformed = "token_malformed";

    /// <summary>The token is longer than <c>ApiSecurity:Jwt:MaxTokenBytes</c>.</summary>
    public const string TokenTooLarge = "token_too_large";

    /// <summary>The request has more than one <c>Authorization</c> header, or more than one API key.</summary>
    public const string CredentialAmbiguous = "credential_ambiguous";

    /// <summary>A token came in the address (<c>?access_token=</c>), where logs, histories and referrers keep it (RFC 9700 section 4.3.2).</summary>
    public const string TokenInQuery = "token_in_query";

    /// <summary>The token's header names an algorithm that is not in the list: <c>none</c>, a shared secret, …</summary>
    public const string AlgorithmNotAllowed = "algorithm_not_allowed";

    /// <summary>The token's header demands an extension that is not understood (<c>crit</c>, RFC 7515 section 4.1.11).</summary>
    public const string TokenExtensionUnknown = "token_extension_unknown";

    /// <summary>The token is not an access token by its header <c>typ</c>.</summary>
    public const string TokenTypeMismatch = "token_type_mismatch";

    /// <summary>The authorization server has no key of the name that the token gives.</summary>
    public const string TokenKeyUnknown = "token_key_unknown";

    /// <summary>The token was changed, or not signed by the authorization server.</summary>
    public const string SignatureInvalid = "signature_invalid";

    /// <summary>The token is from another issuer.</summary>
    public const string IssuerMismatch = "issuer_mismatch";

    /// <summary>The token was made for another API.</summary>
    public const string AudienceMismatch = "audience_mismatch";

    /// <summary>The token would be valid for ever.</summary>
    public const string TokenExpiryMissing = "token_expiry_missing";

    /// <summary>The token's time is over.</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>The token's time has not come yet, or it was issued in the future.</summary>
    public const string TokenNotYetValid = "token_not_yet_valid";

    /// <summary>The token is valid for longer than <c>ApiSecurity:Jwt:MaxLifetime</c>, or ends before it begins.</summary>
    public const string TokenLifetimeTooLong = "token_lifetime_too_long";

    /// <summary>The token was not accepted for another reason: the application's own event handler, say.</summary>
    public const string TokenRejected = "token_rejected";

    /// <summary>The authorization server gives no keys at the moment, so that no token can be checked.</summary>
    public const string AuthorityUnavailable = "authority_unavailable";
}
