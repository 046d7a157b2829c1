using System.Net;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Pipeline;

internal static partial class SecurityEventLog
{
    [LoggerMessage(1, LogLevel.Information, "{Event} {Outcome}: {Reason} ({Feature}) at {Method} {Endpoint}, status {Status}, client {Client}, subject {Subject}, object {ObjectType} {ObjectId}, {Detail}, trace {TraceId}", EventName = "SecurityEvent")]
    public static partial void Raised(
        ILogger logger, string @event, SecurityEventOutcome outcome, string reason, string feature, string method, string? endpoint,
        int status, IPAddress? client, string? subject, string? objectType, string? objectId, string? detail, string traceId);

    [LoggerMessage(2, LogLevel.Warning, "{Event} {Outcome}: {Reason} ({Feature}) at {Method} {Endpoint}, status {Status}, client {Client}, subject {Subject}, object {ObjectType} {ObjectId}, {Detail}, trace {TraceId}", EventName = "SevereSecurityEvent")]
    public static partial void RaisedSevere(
        ILogger logger, string @event, SecurityEventOutcome outcome, string reason, string feature, string method, string? endpoint,
        int status, IPAddress? client, string? subject, string? objectType, string? objectId, string? detail, string traceId);

    [LoggerMessage(3, LogLevel.Warning, "{Count} more events with the reason {Reason} were not logged one by one", EventName = "SecurityEventsSuppressed")]
    public static partial void Suppressed(ILogger logger, long count, string reason);

    [LoggerMessage(4, LogLevel.Error, "The security event listener {Listener} threw {Exception}; the event is lost to it", EventName = "ListenerFailed")]
    public static partial void ListenerFailed(ILogger logger, string listener, string exception);

    [LoggerMessage(5, LogLevel.Warning, "The security event listener {Listener} did not finish in time; its queued events are lost to it", EventName = "ListenerAbandoned")]
    public static partial void ListenerAbandoned(ILogger logger, string listener);
}
