using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Tells of keys that were made and changed.</summary>
internal sealed class ApiKeyEvents(ManagementEvents events)
{
    public void Created(ApiKey key) => Raise(key, SecurityEventNames.TokenCreated, ReasonCodes.KeyCreation);

    public void Rotated(ApiKey key) => Raise(key, SecurityEventNames.TokenCreated, ReasonCodes.KeyRotation);

    public void Revoked(ApiKey key) => Raise(key, SecurityEventNames.TokenRevoked, ReasonCodes.KeyRevocation);

    private void Raise(ApiKey key, string name, string reason) => events.Raise(
        new(ApiKeyProblems.Feature, name, Problem: null) { Reason = reason, ObjectType = ApiKeyProblems.ObjectType, ObjectId = key.Id, Severity = SecurityEventSeverity.Low });
}
