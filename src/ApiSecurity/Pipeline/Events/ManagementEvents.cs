using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Pipeline;

/// <summary>Tells of what somebody has done to credentials, in a request or without one.</summary>
internal sealed class ManagementEvents(SecurityEventHub hub, TimeProvider time, IHttpContextAccessor? accessor = null)
{
    /// <param name="done">What was done. It has no problem: nothing was refused.</param>
    public void Raise(Refusal done)
    {
        if (accessor?.HttpContext is { } context)
        {
            hub.Raise(context, done, SecurityEventOutcome.Observed);
            return;
        }

        hub.Raise(new SecurityEvent
        {
            Name = done.EventName,
            Reason = done.Reason,
            Outcome = SecurityEventOutcome.Observed,
            Severity = done.Severity,
            Feature = done.Feature,
            Timestamp = time.GetUtcNow(),
            Method = "OTHER",
            ObjectType = done.ObjectType,
            ObjectId = done.ObjectId,
            Detail = done.Detail,
            TraceId = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : string.Empty,
        });
    }
}
