namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The request's HTTP signature was not accepted; events hold the precise reason, clients are told this one only.</summary>
    public const string InvalidSignature = "invalid_signature";

    /// <summary><c>Signature-Input</c> or <c>Signature</c> is malformed, says a thing twice, is too long, or covers what can't be covered (RFC 9421 section 4).</summary>
    public const string SignatureMalformed = "signature_malformed";

    /// <summary>The signature's <c>keyid</c> is missing or not known; or no signature has the tag that this API asks for.</summary>
    public const string SignatureKeyUnknown = "signature_key_unknown";

    /// <summary>The signature does not cover all that it must (<c>ApiSecurity:HttpSignatures:RequiredComponents</c>, <c>RequireHttpSignature</c>).</summary>
    public const string SignatureComponentMissing = "signature_component_missing";

    /// <summary>The signature covers something that the request does not have, or has more than once, or that has no one form.</summary>
    public const string SignatureComponentUnresolved = "signature_component_unresolved";

    /// <summary>The signature's <c>created</c> is missing, or its <c>expires</c> comes before.</summary>
    public const string SignatureTimeMissing = "signature_time_missing";

    /// <summary>The signature is older than <c>ApiSecurity:HttpSignatures:MaxAge</c>, or its <c>expires</c> is over.</summary>
    public const string SignatureExpired = "signature_expired";

    /// <summary>The signature was created in the future.</summary>
    public const string SignatureNotYetValid = "signature_not_yet_valid";

    /// <summary>The signature has no <c>nonce</c>, which <c>ApiSecurity:HttpSignatures:RequireNonce</c> asks for.</summary>
    public const string SignatureNonceMissing = "signature_nonce_missing";

    /// <summary>The signature, or its nonce, has been used already.</summary>
    public const string SignatureReplayed = "signature_replayed";

    /// <summary>The content is not what was signed (RFC 9530).</summary>
    public const string ContentDigestMismatch = "content_digest_mismatch";

    /// <summary><c>Content-Digest</c> is malformed, or has neither <c>sha-256</c> nor <c>sha-512</c>.</summary>
    public const string ContentDigestUnusable = "content_digest_unusable";

    /// <summary>The keys, or the memory of used signatures, can't be asked at the moment.</summary>
    public const string SignatureCheckUnavailable = "signature_check_unavailable";
}
