using ApiSecurity.Pipeline;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Why a token was not accepted. The client learns of all but the last the same: that it is not valid.</summary>
internal sealed class JwtRefusal
{
    public static readonly JwtRefusal Malformed = new(ReasonCodes.TokenMalformed, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal TooLarge = new(ReasonCodes.TokenTooLarge, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Ambiguous = new(ReasonCodes.CredentialAmbiguous, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal InQuery = new(ReasonCodes.TokenInQuery, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Algorithm = new(ReasonCodes.AlgorithmNotAllowed, SecurityEventSeverity.High);
    public static readonly JwtRefusal Critical = new(ReasonCodes.TokenExtensionUnknown, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Type = new(ReasonCodes.TokenTypeMismatch, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Key = new(ReasonCodes.TokenKeyUnknown, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Signature = new(ReasonCodes.SignatureInvalid, SecurityEventSeverity.High);
    public static readonly JwtRefusal Issuer = new(ReasonCodes.IssuerMismatch, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Audience = new(ReasonCodes.AudienceMismatch, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal NoExpiry = new(ReasonCodes.TokenExpiryMissing, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Expired = new(ReasonCodes.TokenExpired, SecurityEventSeverity.Low);
    public static readonly JwtRefusal NotYetValid = new(ReasonCodes.TokenNotYetValid, SecurityEventSeverity.Low);
    public static readonly JwtRefusal Lifetime = new(ReasonCodes.TokenLifetimeTooLong, SecurityEventSeverity.Medium);
    public static readonly JwtRefusal Other = new(ReasonCodes.TokenRejected, SecurityEventSeverity.Medium);

    /// <summary>Not the token's fault: nobody could tell.</summary>
    public static readonly JwtRefusal Unavailable = new(
        ReasonCodes.AuthorityUnavailable,
        SecurityEventSeverity.Medium,
        new ApiProblem(503, ReasonCodes.AuthorityUnavailable, "The token can't be checked at the moment."));

    private static readonly JwtRefusal Revoked = new(TokenRevocations.Revoked);
    private static readonly JwtRefusal RevocationsUnavailable = new(TokenRevocations.Unavailable);

    private JwtRefusal(RejectedCredential credential) => Credential = credential;

    private JwtRefusal(string reason, SecurityEventSeverity severity, ApiProblem? problem = null) =>
        Credential = new RejectedCredential(reason, severity) { Problem = problem ?? new ApiProblem(401, ReasonCodes.InvalidToken, "The token is not valid.") };

    public RejectedCredential Credential { get; }

    /// <summary>What the revocations say against a token.</summary>
    public static JwtRefusal? From(RejectedCredential? objection) => objection is null ? null : objection == TokenRevocations.Revoked ? Revoked : RevocationsUnavailable;

    /// <summary>The reason behind what the token library or an application's event handler threw.</summary>
    public static JwtRefusal From(Exception? exception) => exception switch
    {
        JwtRefusedException refused => refused.Refusal,
        AggregateException { InnerException: { } inner } => From(inner),
        SecurityTokenExpiredException => Expired,
        SecurityTokenNotYetValidException => NotYetValid,
        SecurityTokenNoExpirationException => NoExpiry,
        SecurityTokenInvalidLifetimeException => Lifetime,
        SecurityTokenInvalidAudienceException => Audience,
        SecurityTokenInvalidIssuerException => Issuer,
        SecurityTokenInvalidAlgorithmException => Algorithm,
        SecurityTokenInvalidTypeException => Type,
        SecurityTokenSignatureKeyNotFoundException => Key,
        SecurityTokenInvalidSignatureException => Signature,
        SecurityTokenInvalidSigningKeyException => Key,
        SecurityTokenMalformedException => Malformed,
        _ => Other,
    };
}
