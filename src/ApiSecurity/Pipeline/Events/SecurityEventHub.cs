using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Pipeline;

/// <summary>The one way of telling: log, metric, trace and listeners all come from here.</summary>
internal sealed class SecurityEventHub : IHostedService, IDisposable
{
    private readonly ILogger _logger;
    private readonly SecurityEventMetrics _metrics;
    private readonly SecurityEventThrottle _throttle;
    private readonly TimeProvider _time;
    private readonly SecurityEventQueue[] _queues;

    public SecurityEventHub(
        ILoggerFactory loggers, SecurityEventMetrics metrics, TimeProvider time, IEnumerable<ISecurityEventListener> listeners)
    {
        _logger = loggers.CreateLogger("ApiSecurity.Events");
        _metrics = metrics;
        _time = time;
        _throttle = new SecurityEventThrottle(time);
        _queues = [.. listeners.Select(listener => new SecurityEventQueue(listener, _logger))];
    }

    public void Raise(HttpContext context, Refusal refusal, SecurityEventOutcome outcome)
    {
        Raise(new SecurityEvent
        {
            Name = refusal.EventName,
            Reason = refusal.Reason,
            Outcome = outcome,
            Severity = refusal.Severity,
            Feature = refusal.Feature,
            Timestamp = _time.GetUtcNow(),
            Subject = refusal.Subject ?? SingleClaim.Subject(RequestIdentity.PrincipalOf(context)),
            ClientAddress = context.Connection.RemoteIpAddress,
            Method = KnownMethod(context.Request.Method),
            Endpoint = RouteOf(context.GetEndpoint()),
            StatusCode = refusal.Problem?.Status ?? 0,
            ObjectType = refusal.ObjectType,
            ObjectId = refusal.ObjectId,
            Detail = refusal.Detail,
            TraceId = TraceIdOf(context),
        });
    }

    /// <summary>Tells of what happened outside of a request.</summary>
    public void Raise(SecurityEvent securityEvent)
    {
        _metrics.Count(securityEvent);
        Trace(securityEvent);
        Log(securityEvent);
        foreach (var queue in _queues)
        {
            if (!queue.TryAdd(securityEvent))
            {
                _metrics.CountDropped(queue.ListenerName);
            }
        }
    }

    /// <summary>
    /// The id of the trace (W3C Trace Context), which is made of hexadecimal digits alone. An activity of the older, hierarchical kind has its
    /// client's text in its id, also when it is only a <c>traceparent</c> that nobody understood; the server's own id of the request stands in.
    /// </summary>
    public static string TraceIdOf(HttpContext context) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : context.TraceIdentifier;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_queues.Select(queue => queue.StopAsync(cancellationToken)));

    public void Dispose()
    {
        foreach (var queue in _queues)
        {
            queue.Dispose();
        }
    }

    private static void Trace(SecurityEvent securityEvent)
    {
        if (Activity.Current is { } activity)
        {
            activity.SetTag("apisecurity.event", securityEvent.Name);
            activity.SetTag("apisecurity.outcome", SecurityEventMetrics.OutcomeName(securityEvent.Outcome));
            activity.SetTag("apisecurity.reason", securityEvent.Reason);
            activity.SetTag("apisecurity.feature", securityEvent.Feature);
        }
    }

    private void Log(SecurityEvent e)
    {
        var severe = e.Severity == SecurityEventSeverity.High;
        if (!_logger.IsEnabled(severe ? LogLevel.Warning : LogLevel.Information))
        {
            return;
        }

        var (allowed, suppressed) = _throttle.TryTake(e.Reason);
        if (!allowed)
        {
            return;
        }

        if (suppressed > 0)
        {
            SecurityEventLog.Suppressed(_logger, suppressed, e.Reason);
        }

        var (subject, id, detail) = (SecurityEventText.OneLine(e.Subject), SecurityEventText.OneLine(e.ObjectId), SecurityEventText.OneLine(e.Detail));
        if (severe)
        {
            SecurityEventLog.RaisedSevere(_logger, e.Name, e.Outcome, e.Reason, e.Feature, e.Method, e.Endpoint, e.StatusCode, e.ClientAddress, subject, e.ObjectType, id, detail, e.TraceId);
        }
        else
        {
            SecurityEventLog.Raised(_logger, e.Name, e.Outcome, e.Reason, e.Feature, e.Method, e.Endpoint, e.StatusCode, e.ClientAddress, subject, e.ObjectType, id, detail, e.TraceId);
        }
    }

    private static string? RouteOf(Endpoint? endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint?.DisplayName;

    /// <summary>An attacker chooses the method's text, so only known ones reach logs and metric tags.</summary>
    private static string KnownMethod(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" or "QUERY" => method,
        _ => "OTHER",
    };
}
