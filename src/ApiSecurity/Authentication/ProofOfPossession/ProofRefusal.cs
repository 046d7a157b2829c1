using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Why a token was not taken for its sender's: what the client is told (the challenge's error) and what the operator is told (the reason).</summary>
/// <remarks>Left as a feature of the request, for whoever writes the challenge.</remarks>
internal sealed class ProofRefusal
{
    private const string InvalidToken = "invalid_token";

    private static readonly ApiProblem TokenProblem = new(401, ReasonCodes.InvalidToken, "The token is not valid.");
    private static readonly ApiProblem ProofProblem = new(401, ReasonCodes.InvalidProof, "The proof of possession is not valid.");
    private static readonly ApiProblem RequiredProblem = new(401, ReasonCodes.ProofRequired, "The token must be bound to the client's key or certificate.");

    public static readonly ProofRefusal Missing = OfProof(ReasonCodes.ProofMissing);
    public static readonly ProofRefusal Ambiguous = OfProof(ReasonCodes.ProofAmbiguous);
    public static readonly ProofRefusal Malformed = OfProof(ReasonCodes.ProofMalformed);
    public static readonly ProofRefusal Algorithm = OfProof(ReasonCodes.ProofAlgorithmNotAllowed, SecurityEventSeverity.High);
    public static readonly ProofRefusal Key = OfProof(ReasonCodes.ProofKeyNotAllowed);
    public static readonly ProofRefusal Signature = OfProof(ReasonCodes.ProofSignatureInvalid, SecurityEventSeverity.High);
    public static readonly ProofRefusal Target = OfProof(ReasonCodes.ProofTargetMismatch, SecurityEventSeverity.High);
    public static readonly ProofRefusal TokenHash = OfProof(ReasonCodes.ProofTokenMismatch, SecurityEventSeverity.High);
    public static readonly ProofRefusal Expired = OfProof(ReasonCodes.ProofExpired, SecurityEventSeverity.Low);
    public static readonly ProofRefusal NotYetValid = OfProof(ReasonCodes.ProofNotYetValid, SecurityEventSeverity.Low);
    public static readonly ProofRefusal Replayed = OfProof(ReasonCodes.ProofReplayed, SecurityEventSeverity.High);

    public static readonly ProofRefusal Nonce = new(
        ReasonCodes.ProofNonceRequired, SecurityEventSeverity.Low, new(401, ReasonCodes.ProofNonceRequired, "The proof must hold the nonce that this answer tells."), ReasonCodes.ProofNonceRequired);

    public static readonly ProofRefusal OtherKey = OfToken(ReasonCodes.ProofKeyMismatch, SecurityEventSeverity.High);
    public static readonly ProofRefusal Downgraded = OfToken(ReasonCodes.TokenDowngraded, SecurityEventSeverity.High);
    public static readonly ProofRefusal NotBound = OfToken(ReasonCodes.TokenNotBound);
    public static readonly ProofRefusal Unknown = OfToken(ReasonCodes.ConfirmationUnknown);
    public static readonly ProofRefusal CertificateMissing = OfToken(ReasonCodes.CertificateMissing);
    public static readonly ProofRefusal OtherCertificate = OfToken(ReasonCodes.CertificateMismatch, SecurityEventSeverity.High);
    public static readonly ProofRefusal Required = new(ReasonCodes.ProofRequired, SecurityEventSeverity.Low, RequiredProblem, InvalidToken);

    /// <summary>Not the client's fault: nobody can tell.</summary>
    public static readonly ProofRefusal Unavailable = new(
        ReasonCodes.ReplayUnknown, SecurityEventSeverity.High, new(503, ReasonCodes.ReplayUnknown, "The proof can't be checked at the moment."), null);

    private ProofRefusal(string reason, SecurityEventSeverity severity, ApiProblem problem, string? error)
    {
        Credential = new RejectedCredential(reason, severity) { Problem = problem };
        Error = error;
    }

    public RejectedCredential Credential { get; }

    /// <summary>The challenge's parameter <c>error</c> (RFC 9449 section 7.1, RFC 6750 section 3.1).</summary>
    public string? Error { get; }

    public static ProofRefusal Of(ProofFault fault) => fault switch
    {
        ProofFault.Algorithm => Algorithm,
        ProofFault.Key => Key,
        ProofFault.Signature => Signature,
        _ => Malformed,
    };

    private static ProofRefusal OfProof(string reason, SecurityEventSeverity severity = SecurityEventSeverity.Medium) =>
        new(reason, severity, ProofProblem, ReasonCodes.InvalidProof);

    private static ProofRefusal OfToken(string reason, SecurityEventSeverity severity = SecurityEventSeverity.Medium) =>
        new(reason, severity, TokenProblem, InvalidToken);
}
