using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication.ClientCertificates;

public sealed class ClientCertificateOptionsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("Mode", "Report", "ClientCertificates:Mode is Report")]
    [InlineData("RevocationMode", "7", "ClientCertificates:RevocationMode has")]
    [InlineData("CacheDuration", "02:00:00", "CacheDuration is not valid")]
    [InlineData("Authorities:own", "/there/is/no.pem", "Authorities:own can't be read")]
    [InlineData("Authorities:own", "$empty", "Authorities:own names a file without a root")]
    [InlineData("Authorities:own", "$leaf", "Authorities:own names a file without a root")]
    [InlineData("Authorities:other", "system", "Clients:billing:Authority is missing, and each of the authorities could sign this name")]
    [InlineData("Clients:billing:SubjectName", null, "Clients:billing does not say which certificate is meant")]
    [InlineData("Clients:billing:SubjectName", "billing", "Clients:billing:SubjectName is no distinguished name")]
    [InlineData("Clients:billing:Thumbprint", "abcd", "Clients:billing:Thumbprint is no SHA-256 hash")]
    [InlineData("Clients:billing:AlternativeName", "*.example.org", "Clients:billing:AlternativeName is neither")]
    [InlineData("Clients:billing:Authority", "unknown", "Clients:billing:Authority is not known")]
    [InlineData("Clients:billing:Subject", null, "Clients:billing:Subject is not valid")]
    public async Task Options_that_can_not_be_used_stop_the_start(string key, string? value, string message)
    {
        var file = Path.Combine(Path.GetDirectoryName(_authority.File)!, "other.pem");
        using var leaf = _authority.Issue();
        await File.WriteAllTextAsync(file, value == "$leaf" ? leaf.ExportCertificatePem() : string.Empty, TestContext.Current.CancellationToken);
        var settings = Settings();
        settings[$"ClientCertificates:{key}"] = value?.StartsWith('$') == true ? file : value;

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(settings));

        Assert.Contains(error.Failures, failure => failure.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_without_an_authority_stops_the_start()
    {
        var settings = Settings();
        settings.Remove("ClientCertificates:Authorities:own");

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(settings));

        Assert.Contains(error.Failures, failure => failure.Contains("anybody can make a certificate with this name", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("delayed", true)]
    [InlineData("endpoint", false)]
    [InlineData("defaults", false)]
    [InlineData("configuration", false)]
    [InlineData("callback", false)]
    [InlineData("named", false)]
    [InlineData("proxy", false)]
    public async Task A_server_that_asks_for_no_certificate_stops_the_start(string how, bool isStopped)
    {
        var settings = Settings();
        if (how == "proxy")
        {
            settings["Transport:TrustedProxies:0"] = CertificateApp.Proxy;
            settings["ProofOfPossession:CertificateFromProxy"] = "true";
        }

        var start = () => StartAsync(settings, builder => Ask(builder, how), kestrel: true);

        if (isStopped)
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(start);
            Assert.Contains("the server asks for no certificate", error.Message, StringComparison.Ordinal);
            Assert.Contains("ClientCertificateMode.AllowCertificate", error.Message, StringComparison.Ordinal);
        }
        else
        {
            await using var app = await start();
            Assert.Contains(app.Logs.GetSnapshot(), record => record.Message.Contains("clients: 1; authorities: 1; revocation: Online", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_header_that_nobody_could_send_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(settings: new() { ["ProofOfPossession:CertificateFromProxy"] = "true" }));

        Assert.Contains("ApiSecurity:ProofOfPossession:CertificateFromProxy is set, but no proxy is trusted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_that_only_a_certificate_could_be_stops_the_start_where_none_is_asked_for()
    {
        var start = (string mode) => TestApp.StartAsync(
            app => app.MapGet("/pay", () => "paid").RequireProofOfPossession(), new() { ["ProofOfPossession:DPoP"] = mode }, builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                TestTokens.Trust(builder.Services);
            }, kestrel: true);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => start("Disabled"));
        Assert.Contains("/pay requires a proof of possession, but without DPoP that is a client certificate", error.Message, StringComparison.Ordinal);
        await using var app = await start("Allowed");
    }

    [Theory]
    [InlineData(false, "is configured, but no certificate is accepted")]
    [InlineData(true, "knows no client")]
    public async Task What_is_configured_or_added_in_vain_stops_the_start(bool isAdded, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            settings: isAdded ? [] : Settings(), services: builder => _ = isAdded ? builder.Services.AddApiSecurity().AddClientCertificates() : null));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_switched_off_nobody_is_known_by_a_certificate()
    {
        using var certificate = _authority.Issue();
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority), settings: new() { ["ClientCertificates:DisabledReason"] = "not yet" });

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.ToldAsync("/me", certificate)).Status);
        Assert.Equal("unauthenticated", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_client_that_is_taken_out_is_not_known_any_more()
    {
        using var certificate = _authority.Issue();
        var isListed = true;
        await using var app = await CertificateApp.BehindProxyAsync(options =>
        {
            CertificateApp.Knows(_authority)(options);
            options.Clients["billing"].SubjectName = isListed ? "CN=client" : "CN=nobody";
        });
        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", certificate)).Status);

        isListed = false;
        ((IConfigurationRoot)app.App.Configuration).Reload();

        await app.RefusedAsync(certificate, "certificate_unknown");
    }

    private static void Ask(WebApplicationBuilder builder, string how)
    {
        var server = TestAuthority.SelfSigned("CN=localhost");
        switch (how)
        {
            case "configuration":
                builder.Configuration.AddInMemoryCollection(
                [
                    KeyValuePair.Create<string, string?>("Kestrel:Endpoints:Api:Url", "https://127.0.0.1:0"),
                    KeyValuePair.Create<string, string?>("Kestrel:Endpoints:Api:ClientCertificateMode", "AllowCertificate"),
                ]);
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = server));
                break;
            case "callback":
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(
                    (_, _, _, _) => ValueTask.FromResult(new System.Net.Security.SslServerAuthenticationOptions { ServerCertificate = server, ClientCertificateRequired = true }), new object())));
                break;
            case "named":
                builder.WebHost.ConfigureKestrel((context, kestrel) => kestrel.Configure(context.Configuration.GetSection("Kestrel"))
                    .Endpoint("Api", endpoint => endpoint.HttpsOptions.ClientCertificateMode = ClientCertificateMode.AllowCertificate));
                break;
            default:
                var mode = how switch { "delayed" => ClientCertificateMode.DelayCertificate, "endpoint" or "defaults" => ClientCertificateMode.AllowCertificate, _ => ClientCertificateMode.NoCertificate };
                builder.WebHost.ConfigureKestrel(kestrel =>
                {
                    kestrel.ConfigureHttpsDefaults(https =>
                    {
                        https.ServerCertificate = server;
                        https.ClientCertificateMode = how == "endpoint" ? ClientCertificateMode.NoCertificate : mode;
                    });
                    kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(https => https.ClientCertificateMode = mode));
                });
                break;
        }
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["ClientCertificates:Authorities:own"] = _authority.File,
        ["ClientCertificates:Clients:billing:SubjectName"] = "CN=client",
        ["ClientCertificates:Clients:billing:Subject"] = "billing",
    };

    private static Task<TestApp> StartAsync(Dictionary<string, string?> settings, Action<WebApplicationBuilder>? change = null, bool kestrel = false) => TestApp.StartAsync(
        CertificateApp.Map,
        settings,
        builder =>
        {
            builder.Services.AddApiSecurity().AddClientCertificates();
            change?.Invoke(builder);
        },
        kestrel: kestrel);
}
