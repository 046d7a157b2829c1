using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ApiSecurity.Transport;

/// <summary>TLS 1.2 and later, and of 1.2 only the suites with forward secrecy and authenticated encryption, where the platform lets a program choose.</summary>
internal static class KestrelTls
{
    private const SslProtocols Sound = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly CipherSuitesPolicy? Suites = OperatingSystem.IsLinux() ? MakeSuites() : null;

    public static void Harden(KestrelServerOptions options, KestrelState state)
    {
        if (!KestrelInternals.TryGetHttpsDefaults(options, out var application))
        {
            state.Note("TLS versions and suites are those of the platform: this version of Kestrel does not let them be set beside the application's own");
            return;
        }

        options.ConfigureHttpsDefaults(https =>
        {
            application(https);
            https.SslProtocols = Without(https.SslProtocols);
            var authenticate = https.OnAuthenticate;
            https.OnAuthenticate = (connection, tls) => Authenticate(connection, tls, authenticate);
        });
    }

    /// <summary>Runs for every connection, after an endpoint's own settings.</summary>
    private static void Authenticate(
        ConnectionContext connection, SslServerAuthenticationOptions tls, Action<ConnectionContext, SslServerAuthenticationOptions>? application)
    {
        tls.AllowRenegotiation = false;
        if (OperatingSystem.IsLinux())
        {
            tls.CipherSuitesPolicy = Suites;
        }

        application?.Invoke(connection, tls);
        tls.EnabledSslProtocols = Without(tls.EnabledSslProtocols);
    }

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
