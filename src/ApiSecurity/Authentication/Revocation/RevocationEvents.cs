using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Tells of revocations and of those that were taken back: by what tokens were meant, and never which.</summary>
internal sealed class RevocationEvents(ManagementEvents events)
{
    private const string Feature = "revocation";

    public void Revoked(TokenRevocation revocation) => Raise(revocation, SecurityEventNames.TokenRevoked, ReasonCodes.TokenRevocation, SecurityEventSeverity.Low);

    /// <summary>Of more weight: tokens that somebody wanted to end are good again.</summary>
    public void Restored(TokenRevocation revocation) => Raise(revocation, SecurityEventNames.TokenRestored, ReasonCodes.TokenRestoration, SecurityEventSeverity.Medium);

    private void Raise(TokenRevocation revocation, string name, string reason, SecurityEventSeverity severity) => events.Raise(new(Feature, name, Problem: null)
    {
        Reason = reason,
        Severity = severity,
        ObjectType = revocation.Kind switch
        {
            RevocationKind.Token => "token",
            RevocationKind.Subject => "subject",
            RevocationKind.Session => "session",
            _ => "client",
        },
        Detail = revocation.IssuedBefore is null ? null : "only tokens that were issued before",
    });
}
