namespace ApiSecurity;

/// <content>The codes of proofs of possession (DPoP, RFC 9449; mutual TLS, RFC 8705).</content>
public static partial class ReasonCodes
{
    /// <summary>The proof was not accepted; events hold the precise reason, clients are told this one only.</summary>
    public const string InvalidProof = "invalid_dpop_proof";

    /// <summary>The proof must hold a nonce of this server; the header <c>DPoP-Nonce</c> tells it.</summary>
    public const string ProofNonceRequired = "use_dpop_nonce";

    /// <summary>No proof came with the token.</summary>
    public const string ProofMissing = "proof_missing";

    /// <summary>More than one proof came with the token.</summary>
    public const string ProofAmbiguous = "proof_ambiguous";

    /// <summary>The proof is no signed JWT of the type <c>dpop+jwt</c> with the claims that it needs, or is too long, or says something twice.</summary>
    public const string ProofMalformed = "proof_malformed";

    /// <summary>The proof's algorithm is not in the list: <c>none</c>, a shared secret, …</summary>
    public const string ProofAlgorithmNotAllowed = "proof_algorithm_not_allowed";

    /// <summary>The proof's key is not a public one that fits the algorithm, or is too weak; or it came with its private part.</summary>
    public const string ProofKeyNotAllowed = "proof_key_not_allowed";

    /// <summary>The proof was changed, or not signed with the key that it names.</summary>
    public const string ProofSignatureInvalid = "proof_signature_invalid";

    /// <summary>The proof was made for another method or another address.</summary>
    public const string ProofTargetMismatch = "proof_target_mismatch";

    /// <summary>The proof was made for another token.</summary>
    public const string ProofTokenMismatch = "proof_token_mismatch";

    /// <summary>The token is bound to another key than the proof's: whoever sent it has the token, but not its key.</summary>
    public const string ProofKeyMismatch = "proof_key_mismatch";

    /// <summary>The proof's time is over.</summary>
    public const string ProofExpired = "proof_expired";

    /// <summary>The proof's time has not come yet.</summary>
    public const string ProofNotYetValid = "proof_not_yet_valid";

    /// <summary>The proof was used already.</summary>
    public const string ProofReplayed = "proof_replayed";

    /// <summary>Nobody can tell at the moment whether the proof was used already.</summary>
    public const string ReplayUnknown = "replay_unknown";

    /// <summary>The token is bound to a key, but came as a bearer token.</summary>
    public const string TokenDowngraded = "token_downgraded";

    /// <summary>The token came with a proof, but is bound to no key.</summary>
    public const string TokenNotBound = "token_not_bound";

    /// <summary>The token is bound in a way that can't be checked here.</summary>
    public const string ConfirmationUnknown = "confirmation_unknown";

    /// <summary>The token is bound to a certificate, and the client has shown none.</summary>
    public const string CertificateMissing = "certificate_missing";

    /// <summary>The token is bound to another certificate than the client's.</summary>
    public const string CertificateMismatch = "certificate_mismatch";

    /// <summary>Somebody else than a trusted proxy told a client's certificate (<c>Client-Cert</c>).</summary>
    public const string CertificateUntrusted = "certificate_untrusted";

    /// <summary>A bearer token is not enough here: it must be bound to the client's key or certificate.</summary>
    public const string ProofRequired = "proof_required";
}
