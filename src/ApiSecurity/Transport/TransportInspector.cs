using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

internal sealed class TransportInspector(FeatureOptionsSource<TransportOptions> source, TransportSurroundings surroundings, KestrelState kestrel) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var options = source.Current;
        var https = (options.RequireHttps, options.RedirectToHttps) switch
        {
            (false, _) => "plain HTTP allowed",
            (true, true) => "HTTPS only, redirects",
            _ => "HTTPS only",
        };
        var methods = options.AllowedMethods.Count > 0 ? options.AllowedMethods : TransportOptions.DefaultMethods;
        inspection.Feature("transport", options, $"{https}; methods {string.Join(' ', methods.Order(StringComparer.Ordinal))}");
        if (options.IsEnabled)
        {
            InspectHosts(inspection, options);
            InspectProxies(inspection, options);
            foreach (var note in kestrel.Notes)
            {
                inspection.Note(note);
            }
        }
    }

    private void InspectHosts(StartupInspection inspection, TransportOptions options)
    {
        if (TransportPolicy.Hosts(options, surroundings).IsOpen)
        {
            inspection.Note("any Host header is taken, and X-Forwarded-Host is not: list the API's hosts in ApiSecurity:Transport:AllowedHosts");
        }
    }

    private void InspectProxies(StartupInspection inspection, TransportOptions options)
    {
        if (surroundings.ReadsForwardedHeaders && surroundings.TrustsEveryProxy)
        {
            inspection.Note("the application believes the forwarded headers of everybody (ASPNETCORE_FORWARDEDHEADERS_ENABLED): list its proxies in ApiSecurity:Transport:TrustedProxies instead");
        }
        else if (options.TrustedProxies.Count > 0)
        {
            inspection.Note($"trusted proxies: {string.Join(' ', options.TrustedProxies)}");
        }
    }
}
