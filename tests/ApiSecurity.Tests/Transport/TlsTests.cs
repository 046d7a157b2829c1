using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.Tests.Transport;

public sealed class TlsTests
{
    private const ushort EcdheAes128Gcm = 0xc02f;
    private const ushort EcdheChaCha20 = 0xcca8;
    private const ushort EcdheAes128CbcSha256 = 0xc027;

    private static readonly Dictionary<string, string?> Required = new() { ["Transport:RequireHttps"] = "true" };

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Sound_versions_are_served(SslProtocols version)
    {
        await using var app = await StartAsync();
        var client = new TcpClient();
        await using var tls = await ConnectAsync(client, app.Address, version);

        var response = await RawHttp.ExchangeAsync(tls, "GET /orders HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n");

        Assert.Equal((200, "GET /orders"), (response.Status, response.Body));
        Assert.StartsWith("max-age=", response.Header("Strict-Transport-Security"), StringComparison.Ordinal);
        Assert.Equal(version, tls.SslProtocol);
    }

    [Theory]
    [InlineData("/orders?a=b", 200)]
    [InlineData("/caf%C3%A9", 200)]
    [InlineData("/a%2fb", 400)]
    [InlineData("/a/../b", 400)]
    [InlineData("/a%252fb", 400)]
    public async Task Targets_are_read_as_without_TLS(string target, int status)
    {
        await using var app = await StartAsync();
        await using var tls = await ConnectAsync(new TcpClient(), app.Address, SslProtocols.None);

        var response = await RawHttp.ExchangeAsync(tls, $"GET {target} HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\n\r\n");

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [InlineData(ClientHello.Tls12, EcdheAes128Gcm, true)]
    [InlineData(ClientHello.Tls12, EcdheChaCha20, true)]
    [InlineData(ClientHello.Tls12, EcdheAes128CbcSha256, false)]
    [InlineData(ClientHello.Tls12, 0xc013, false)] // ECDHE, AES-CBC, SHA-1
    [InlineData(ClientHello.Tls12, 0x009c, false)] // RSA key exchange, AES-GCM
    [InlineData(ClientHello.Tls12, 0x002f, false)] // RSA key exchange, AES-CBC
    [InlineData(ClientHello.Tls12, 0x000a, false)] // 3DES
    [InlineData(ClientHello.Tls12, 0x0005, false)] // RC4
    [InlineData(ClientHello.Tls12, 0x0002, false)] // no encryption
    [InlineData(ClientHello.Tls11, 0xc013, false)]
    [InlineData(ClientHello.Tls10, 0xc013, false)]
    public async Task Of_versions_and_suites_only_sound_ones_are_spoken(int version, int suite, bool accepted)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Suites can be chosen on Linux.");
        await using var app = await StartAsync();

        Assert.Equal(accepted, await ClientHello.IsAcceptedAsync(app.Address, (ushort)version, (ushort)suite));
    }

    [Fact]
    public async Task Without_the_feature_the_platform_would_speak_more()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Suites can be chosen on Linux.");
        await using var app = await StartAsync(new() { ["Transport:DisabledReason"] = "to see the difference" });

        Assert.True(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls12, EcdheAes128CbcSha256));
    }

    [Fact]
    public async Task An_applications_stricter_choice_stays()
    {
        await using var app = await StartAsync(https: https => https.SslProtocols = SslProtocols.Tls13);

        await using (var tls = await ConnectAsync(new TcpClient(), app.Address, SslProtocols.Tls13))
        {
            Assert.True(tls.IsAuthenticated);
        }

        Assert.False(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls12, EcdheAes128Gcm));
    }

    [Fact]
    public async Task An_applications_weaker_choice_does_not()
    {
#pragma warning disable SYSLIB0039 // to be refused
        await using var app = await StartAsync(https: https => https.SslProtocols = SslProtocols.Tls11 | SslProtocols.Tls12);
#pragma warning restore SYSLIB0039

        Assert.False(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls11, 0xc013));
        Assert.True(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls12, EcdheAes128Gcm));
    }

    [Fact]
    public async Task Endpoints_of_the_configuration_and_of_addresses_are_no_way_around()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Suites can be chosen on Linux.");
        await using var configured = await TestApp.StartAsync(KestrelFixture.Echo, Required, builder =>
        {
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Kestrel:Endpoints:Api:Url", "https://127.0.0.1:0")]);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate));
        }, kestrel: true);
        await using var addressed = await TestApp.StartAsync(KestrelFixture.Echo, Required, builder =>
        {
            builder.WebHost.UseUrls("https://127.0.0.1:0");
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate));
        }, kestrel: true);

        foreach (var app in (TestApp[])[configured, addressed])
        {
            Assert.False(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls12, EcdheAes128CbcSha256));
            Assert.True(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls12, EcdheChaCha20));
        }
    }

    [Fact]
    public async Task Settings_that_are_chosen_for_each_connection_are_no_way_around()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Suites can be chosen on Linux.");
        await using var app = await TestApp.StartAsync(
            KestrelFixture.Echo,
            Required,
            builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(
                (_, _, _, _) => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = Certificate }), new object()))),
            kestrel: true);

        Assert.False(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls12, EcdheAes128CbcSha256));
        Assert.True(await ClientHello.IsAcceptedAsync(app.Address, ClientHello.Tls12, EcdheChaCha20));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("configuration")]
    [InlineData("defaults")]
    public async Task An_endpoint_that_speaks_HTTP_3_still_starts(string where)
    {
        await using var app = await TestApp.StartAsync(
            KestrelFixture.Echo,
            Required,
            builder =>
            {
                builder.WebHost.UseQuic();
                builder.WebHost.UseUrls("https://127.0.0.1:0");
                if (where == "configuration")
                {
                    builder.Configuration.AddInMemoryCollection(
                    [
                        KeyValuePair.Create<string, string?>("Kestrel:Endpoints:Api:Url", "https://127.0.0.1:0"),
                        KeyValuePair.Create<string, string?>("Kestrel:Endpoints:Api:Protocols", "Http1AndHttp2AndHttp3"),
                    ]);
                }

                builder.WebHost.ConfigureKestrel(kestrel =>
                {
                    kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate);
                    if (where == "code")
                    {
                        kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
                        {
                            endpoint.UseHttps();
                            endpoint.Protocols = HttpProtocols.Http1AndHttp2AndHttp3;
                        });
                    }
                    else if (where == "defaults")
                    {
                        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1AndHttp2AndHttp3);
                    }
                });
            },
            kestrel: true);

        await using var tls = await ConnectAsync(new TcpClient(), app.Address, SslProtocols.None);
        var response = await RawHttp.ExchangeAsync(tls, $"GET /orders HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\n\r\n");

        Assert.Equal(200, response.Status);
    }

    [Fact]
    public async Task What_the_application_does_for_each_connection_is_still_done()
    {
        var calls = 0;
        await using var app = await StartAsync(https: https => https.OnAuthenticate = (_, _) => Interlocked.Increment(ref calls));
        await using var tls = await ConnectAsync(new TcpClient(), app.Address, SslProtocols.None);

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Plain_HTTP_on_the_port_of_HTTPS_reaches_nobody()
    {
        await using var app = await StartAsync();

        var response = await RawHttp.GetAsync(app.Address, "/orders");

        Assert.Equal(0, response.Status);
    }

    /// <summary>The certificate is the defaults' own, so a replaced default would leave the server without any.</summary>
    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, Action<HttpsConnectionAdapterOptions>? https = null) => TestApp.StartAsync(
        KestrelFixture.Echo,
        settings ?? Required,
        builder => builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureHttpsDefaults(defaults =>
            {
                defaults.ServerCertificate = Certificate;
                https?.Invoke(defaults);
            });
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps());
        }),
        kestrel: true);

    private static async Task<SslStream> ConnectAsync(TcpClient client, Uri address, SslProtocols version)
    {
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = version,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetCertHashString() == Certificate.GetCertHashString(),
            },
            TestContext.Current.CancellationToken);
        return tls;
    }

    private static readonly X509Certificate2 Certificate = MakeCertificate();

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
