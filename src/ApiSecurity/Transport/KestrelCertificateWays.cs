using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Transport;

internal sealed class KestrelCertificateWays(
    FeatureOptionsSource<TransportOptions> transport, IOptions<KestrelServerOptions> kestrel, IServer? server = null, IConfiguration? configuration = null) : CertificateWays
{
    private const string Section = "Kestrel";

    public override bool HasTrustedProxy => transport.Current is { IsEnabled: true, TrustedProxies.Count: > 0 };

    public override bool ServerMayAsk =>
        server?.GetType().Assembly != typeof(KestrelServer).Assembly || ConfigurationAsks() || CodeMayAsk(kestrel.Value);

    private static bool Asks(HttpsConnectionAdapterOptions https) => Asks(https.ClientCertificateMode);

    // DelayCertificate asks when the application does, and authentication does not.
    private static bool Asks(ClientCertificateMode mode) => mode is ClientCertificateMode.AllowCertificate or ClientCertificateMode.RequireCertificate;

    private static bool CodeMayAsk(KestrelServerOptions options)
    {
        try
        {
            var defaults = new HttpsConnectionAdapterOptions();
            KestrelInternals.HttpsDefaults(options)(defaults);
            return Asks(defaults)
                || KestrelInternals.EndpointsInCode(options).Any(endpoint => KestrelInternals.Https(endpoint) is { } https ? Asks(https) : KestrelInternals.HttpsCallback(endpoint) is not null)
                || (options.ConfigurationLoader is { } loader && KestrelInternals.EndpointConfigurations(loader).Count > 0);
        }
        catch (MissingMethodException)
        {
            return true;
        }
    }

    /// <summary>Endpoints of the configuration are made after the start is inspected.</summary>
    private bool ConfigurationAsks() => configuration?.GetSection(Section).AsEnumerable().Any(pair =>
        pair.Key.EndsWith($":{nameof(ClientCertificateMode)}", StringComparison.OrdinalIgnoreCase)
        && Enum.TryParse<ClientCertificateMode>(pair.Value, ignoreCase: true, out var mode)
        && Asks(mode)) ?? false;
}
