using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ApiSecurity.Pipeline;

/// <summary>The counters behind the meter <c>ApiSecurity</c>.</summary>
internal sealed class SecurityEventMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _dropped;

    public SecurityEventMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ApiSecurityTelemetry.MeterName);
        _events = meter.CreateCounter<long>("apisecurity.events", "{event}", "Security events: refusals, would-be refusals in Report mode, and observations.");
        _dropped = meter.CreateCounter<long>("apisecurity.events.dropped", "{event}", "Security events that a listener's full queue could not take.");
    }

    public void Count(SecurityEvent securityEvent)
    {
        if (_events.Enabled)
        {
            var tags = new TagList
            {
                { "apisecurity.event", securityEvent.Name },
                { "apisecurity.feature", securityEvent.Feature },
                { "apisecurity.outcome", OutcomeName(securityEvent.Outcome) },
                { "apisecurity.reason", securityEvent.Reason },
                { "http.request.method", securityEvent.Method },
                { "http.route", securityEvent.Endpoint },
            };
            _events.Add(1, tags);
        }
    }

    public void CountDropped(string listener) => _dropped.Add(1, new KeyValuePair<string, object?>("apisecurity.listener", listener));

    public static string OutcomeName(SecurityEventOutcome outcome) => outcome switch
    {
        SecurityEventOutcome.Refused => "refused",
        SecurityEventOutcome.Reported => "reported",
        SecurityEventOutcome.Failed => "failed",
        _ => "observed",
    };
}
