using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.Transport;

/// <summary>TLS 1.2 and later, and of 1.2 only the suites with forward secrecy and authenticated encryption, where the platform lets a program choose.</summary>
internal static class KestrelTls
{
    private const SslProtocols Sound = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly CipherSuitesPolicy? Suites = OperatingSystem.IsLinux() ? MakeSuites() : null;

    public static void Harden(KestrelServerOptions options, KestrelState state)
    {
        try
        {
            HardenExisting(options);
            HardenDefaults(options);
        }
        catch (MissingMethodException)
        {
            state.Note("TLS versions and suites are those of the platform: this version of Kestrel does not let them be set beside the application's own");
        }
    }

    /// <summary>Endpoints that the application has set up in code by now have taken their defaults already.</summary>
    private static void HardenExisting(KestrelServerOptions options)
    {
        foreach (var endpoint in KestrelInternals.EndpointsInCode(options).Concat(KestrelInternals.EndpointsInConfiguration(options)))
        {
            if (KestrelInternals.Https(endpoint) is { } https)
            {
                Restrict(https, endpoint.Protocols);
            }
            else if (KestrelInternals.HttpsCallback(endpoint) is { OnConnection: { } choose } callback && !HasHttp3(endpoint.Protocols))
            {
                callback.OnConnection = async context =>
                {
                    var chosen = await choose(context).ConfigureAwait(false);
                    Restrict(chosen);
                    return chosen;
                };
            }
        }
    }

    /// <summary>Endpoints of the configuration and of addresses are made later; each takes the endpoint's defaults, then those of HTTPS.</summary>
    private static void HardenDefaults(KestrelServerOptions options)
    {
        ListenOptions? current = null;
        var ofEndpoints = KestrelInternals.EndpointDefaults(options);
        options.ConfigureEndpointDefaults(endpoint =>
        {
            current = endpoint;
            ofEndpoints(endpoint);
        });

        var ofHttps = KestrelInternals.HttpsDefaults(options);
        options.ConfigureHttpsDefaults(https =>
        {
            ofHttps(https);
            Restrict(https, current?.Protocols ?? HttpProtocols.Http1AndHttp2);
        });
    }

    private static void Restrict(HttpsConnectionAdapterOptions https, HttpProtocols protocols)
    {
        https.SslProtocols = Without(https.SslProtocols);
        if (HasHttp3(protocols))
        {
            // Kestrel refuses to start HTTP/3 with a callback. QUIC has TLS 1.3 only, whose suites are all sound.
            return;
        }

        var application = https.OnAuthenticate;
        https.OnAuthenticate = (connection, tls) =>
        {
            application?.Invoke(connection, tls);
            Restrict(tls);
        };
    }

    private static void Restrict(SslServerAuthenticationOptions tls)
    {
        tls.AllowRenegotiation = false;
        tls.EnabledSslProtocols = Without(tls.EnabledSslProtocols);
        if (OperatingSystem.IsLinux())
        {
            // A policy that the application has chosen goes before.
            tls.CipherSuitesPolicy ??= Suites;
        }
    }

    private static bool HasHttp3(HttpProtocols protocols) => (protocols & HttpProtocols.Http3) != 0;

    private static SslProtocols Without(SslProtocols chosen)
    {
        var kept = chosen & Sound;
        return kept != SslProtocols.None ? kept : Default;
    }

    private static SslProtocols Default => LacksTls13 ? SslProtocols.Tls12 : Sound;

    // Windows before 11 and Server 2022 fails where TLS 1.3 is named.
    private static bool LacksTls13 => OperatingSystem.IsWindows() && !OperatingSystem.IsWindowsVersionAtLeast(10, 0, 20348);

    [SupportedOSPlatform("linux")]
    private static CipherSuitesPolicy? MakeSuites()
    {
        try
        {
            return new CipherSuitesPolicy(
            [
                TlsCipherSuite.TLS_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            ]);
        }
        catch (PlatformNotSupportedException)
        {
            // An OpenSSL before 1.1.1.
            return null;
        }
    }
}
