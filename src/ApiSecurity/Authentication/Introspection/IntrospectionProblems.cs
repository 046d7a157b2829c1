using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Why a token was not accepted. The client learns of all but the last the same: that it is not valid.</summary>
internal static class IntrospectionProblems
{
    public static readonly RejectedCredential Malformed = Invalid(ReasonCodes.TokenMalformed, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential TooLarge = Invalid(ReasonCodes.TokenTooLarge, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential Ambiguous = Invalid(ReasonCodes.CredentialAmbiguous, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential Inactive = Invalid(ReasonCodes.TokenInactive, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential ServerUnknown = Invalid(ReasonCodes.TokenServerUnknown, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential Type = Invalid(ReasonCodes.TokenTypeMismatch, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential Issuer = Invalid(ReasonCodes.IssuerMismatch, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential Audience = Invalid(ReasonCodes.AudienceMismatch, SecurityEventSeverity.Medium);
    public static readonly RejectedCredential Expired = Invalid(ReasonCodes.TokenExpired, SecurityEventSeverity.Low);
    public static readonly RejectedCredential NotYetValid = Invalid(ReasonCodes.TokenNotYetValid, SecurityEventSeverity.Low);

    public static readonly RejectedCredential Unavailable = new(ReasonCodes.IntrospectionUnavailable, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(503, ReasonCodes.IntrospectionUnavailable, "The token can't be checked at the moment."),
    };

    private static RejectedCredential Invalid(string reason, SecurityEventSeverity severity) =>
        new(reason, severity) { Problem = new ApiProblem(401, ReasonCodes.InvalidToken, "The token is not valid.") };
}
