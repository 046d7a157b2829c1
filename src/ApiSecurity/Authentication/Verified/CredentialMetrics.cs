using System.Diagnostics.Metrics;

namespace ApiSecurity.Authentication;

/// <summary>How often a credential was known.</summary>
internal sealed class CredentialMetrics
{
    private static readonly KeyValuePair<string, object?> Known = new("apisecurity.result", "hit");
    private static readonly KeyValuePair<string, object?> Unknown = new("apisecurity.result", "miss");

    private readonly Counter<long> _requests;

    public CredentialMetrics(IMeterFactory meters) =>
        _requests = meters.Create(ApiSecurityTelemetry.MeterName)
            .CreateCounter<long>("apisecurity.credential_cache.requests", "{request}", "Credentials that were looked for among those verified lately.");

    public void CountKnown()
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, Known);
        }
    }

    public void CountUnknown()
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, Unknown);
        }
    }
}
