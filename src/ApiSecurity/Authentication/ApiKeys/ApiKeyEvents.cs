using System.Diagnostics;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Tells of keys that were made and changed, in a request or without one.</summary>
internal sealed class ApiKeyEvents(SecurityEventHub hub, TimeProvider time, IHttpContextAccessor? accessor = null)
{
    public void Created(ApiKey key) => Raise(key, SecurityEventNames.TokenCreated, ReasonCodes.KeyCreation);

    public void Rotated(ApiKey key) => Raise(key, SecurityEventNames.TokenCreated, ReasonCodes.KeyRotation);

    public void Revoked(ApiKey key) => Raise(key, SecurityEventNames.TokenRevoked, ReasonCodes.KeyRevocation);

    private void Raise(ApiKey key, string name, string reason)
    {
        if (accessor?.HttpContext is { } context)
        {
            hub.Raise(context, new Refusal(ApiKeyProblems.Feature, name, Problem: null) { Reason = reason, ObjectType = ApiKeyProblems.ObjectType, ObjectId = key.Id, Severity = SecurityEventSeverity.Low }, SecurityEventOutcome.Observed);
            return;
        }

        hub.Raise(new SecurityEvent
        {
            Name = name,
            Reason = reason,
            Outcome = SecurityEventOutcome.Observed,
            Severity = SecurityEventSeverity.Low,
            Feature = ApiKeyProblems.Feature,
            Timestamp = time.GetUtcNow(),
            Method = "OTHER",
            ObjectType = ApiKeyProblems.ObjectType,
            ObjectId = key.Id,
            TraceId = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : string.Empty,
        });
    }
}
