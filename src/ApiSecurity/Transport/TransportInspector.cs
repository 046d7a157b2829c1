using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

internal sealed class TransportInspector(FeatureOptionsSource<TransportOptions> source) : IStartupInspector
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
    }
}
