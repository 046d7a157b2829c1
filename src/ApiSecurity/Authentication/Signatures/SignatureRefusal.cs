using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Why a signed request was not accepted. The client learns of most the same: that the signature is not valid.</summary>
internal static class SignatureRefusal
{
    private static readonly ApiProblem Invalid = new(401, ReasonCodes.InvalidSignature, "The signature is not valid.");

    public static readonly RejectedCredential Malformed = Of(ReasonCodes.SignatureMalformed);
    public static readonly RejectedCredential Key = Of(ReasonCodes.SignatureKeyUnknown);
    public static readonly RejectedCredential Algorithm = Of(ReasonCodes.AlgorithmNotAllowed, SecurityEventSeverity.High);
    public static readonly RejectedCredential Component = Of(ReasonCodes.SignatureComponentMissing);
    public static readonly RejectedCredential Unresolved = Of(ReasonCodes.SignatureComponentUnresolved);
    public static readonly RejectedCredential Created = Of(ReasonCodes.SignatureTimeMissing);
    public static readonly RejectedCredential Expired = Of(ReasonCodes.SignatureExpired, SecurityEventSeverity.Low);
    public static readonly RejectedCredential NotYetValid = Of(ReasonCodes.SignatureNotYetValid, SecurityEventSeverity.Low);
    public static readonly RejectedCredential Nonce = Of(ReasonCodes.SignatureNonceMissing);
    public static readonly RejectedCredential Signature = Of(ReasonCodes.SignatureInvalid, SecurityEventSeverity.High);
    public static readonly RejectedCredential Digest = Of(ReasonCodes.ContentDigestMismatch, SecurityEventSeverity.High);
    public static readonly RejectedCredential DigestUnusable = Of(ReasonCodes.ContentDigestUnusable);
    public static readonly RejectedCredential Replayed = Of(ReasonCodes.SignatureReplayed, SecurityEventSeverity.High);

    /// <summary>Not the signature's fault: nobody could tell.</summary>
    public static readonly RejectedCredential Unavailable = new(ReasonCodes.SignatureCheckUnavailable, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(503, ReasonCodes.SignatureCheckUnavailable, "The signature can't be checked at the moment."),
    };

    public static readonly RejectedCredential TooLarge = new(ReasonCodes.ContentTooLarge, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(413, ReasonCodes.ContentTooLarge, "The content is too large."),
    };

    private static RejectedCredential Of(string reason, SecurityEventSeverity severity = SecurityEventSeverity.Medium) => new(reason, severity) { Problem = Invalid };
}
