using System.Collections.Frozen;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Which failures are guesses.</summary>
internal static class FailureWeight
{
    /// <summary>Whose holder has, or had, a genuine one, or of which nobody could tell: nobody guesses like that.</summary>
    private static readonly FrozenSet<string> NoGuesses = FrozenSet.Create(
        StringComparer.Ordinal,
        ReasonCodes.TokenExpired,
        ReasonCodes.TokenNotYetValid,
        ReasonCodes.TokenRevoked,
        ReasonCodes.TokenExpiryMissing,
        ReasonCodes.TokenLifetimeTooLong,
        ReasonCodes.TokenTypeMismatch,
        ReasonCodes.IssuerMismatch,
        ReasonCodes.AudienceMismatch,
        ReasonCodes.KeyRevoked,
        ReasonCodes.KeyNetwork,
        ReasonCodes.KeyInQuery,
        ReasonCodes.CredentialUnprotected,
        ReasonCodes.ContentTooLarge,
        ReasonCodes.CertificateExpired,
        ReasonCodes.CertificateNotYetValid,
        ReasonCodes.CertificateRevoked,
        // While an authorization server changes its keys this happens to everybody.
        ReasonCodes.TokenKeyUnknown,
        ReasonCodes.TokenServerUnknown,
        // The application's own reasons.
        ReasonCodes.TokenRejected,
        ReasonCodes.TooManyFailures);

    /// <summary>Whether the failure is counted: not what happens every day, and not what is the server's own fault.</summary>
    public static bool IsGuess(RejectedCredential rejected) =>
        rejected.Severity != SecurityEventSeverity.Low && rejected.Problem.Status is >= 400 and < 500 && !NoGuesses.Contains(rejected.Reason);
}
