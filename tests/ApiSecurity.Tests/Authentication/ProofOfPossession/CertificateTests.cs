using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Authentication;
using FsCheck.Xunit;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication.Possession;

public sealed class CertificateTests
{
    private const string Proxy = "10.0.0.4";

    private static readonly X509Certificate2 Server = Make("CN=localhost");
    private static readonly X509Certificate2 Client = Make("CN=client");
    private static readonly X509Certificate2 Other = Make("CN=other");

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_bound_token_needs_the_certificate_of_the_connection(string version)
    {
        await using var app = await JwtApp.StartAsync(
            new() { ["Transport:RequireHttps"] = "true" },
            builder => builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.ConfigureHttpsDefaults(https =>
                {
                    https.ServerCertificate = Server;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps());
            }),
            kestrel: true);
        var token = Bound(app, Client);

        Assert.Equal((HttpStatusCode.OK, "alice"), await AskAsync(app, token, Client, version));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(app, token, Other, version)).Status);
        Assert.Equal("certificate_mismatch", (await app.Events.NextAsync()).Reason);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(app, token, null, version)).Status);
        Assert.Equal("certificate_missing", (await app.Events.NextAsync()).Reason);
        // The token was good and is known by now: what counts is still the connection.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(app, token, Client, version)).Status);
    }

    [Theory]
    [InlineData(Proxy, true, true)]
    [InlineData(Proxy, false, false)]
    [InlineData("203.0.113.9", true, false)]
    [InlineData("203.0.113.9", false, false)]
    public async Task The_header_counts_where_a_trusted_proxy_sends_it_and_it_is_switched_on(string peer, bool isOn, bool isLetIn)
    {
        await using var app = await BehindProxyAsync(peer, isOn);
        using var response = await SendAsync(app, Bound(app, Client), [HeaderOf(Client)]);
        Assert.Equal(isLetIn ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.9", true)]
    [InlineData(Proxy, false)]
    public async Task The_proxys_own_certificate_is_never_the_clients(string peer, bool isLetIn)
    {
        await using var app = await BehindProxyAsync(peer, isOn: true, certificate: Client);
        using var response = await SendAsync(app, Bound(app, Client), []);
        Assert.Equal(isLetIn ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Where_the_application_reads_forwarded_headers_itself_nobodys_header_counts()
    {
        await using var app = await BehindProxyAsync(Proxy, isOn: true, services => services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor));
        using var response = await SendAsync(app, Bound(app, Client), [HeaderOf(Client)]);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_header_of_somebody_else_is_removed_and_told()
    {
        await using var app = await BehindProxyAsync("203.0.113.9", isOn: true);
        using var response = await SendAsync(app, app.Tokens().Mint(), [HeaderOf(Client)], "/header");
        Assert.Equal("none", await response.TextAsync());
        var told = await app.Events.NextAsync();
        Assert.Equal(("certificate_untrusted", SecurityEventOutcome.Observed), (told.Reason, told.Outcome));
    }

    [Fact]
    public async Task A_header_that_is_another_or_malformed_or_doubled_is_refused()
    {
        await using var app = await BehindProxyAsync(Proxy, isOn: true);
        var token = Bound(app, Client);
        var good = HeaderOf(Client);
        foreach (var headers in (string[][])[[HeaderOf(Other)], [good, good], [$"{good}, {good}"], [good.Trim(':')], [good[..^2]], ["::"], [":"], [":AAAA:"], ["text"], []])
        {
            using var response = await SendAsync(app, token, headers);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Property(MaxTest = 500)]
    public void Any_header_is_read_without_an_exception(string text)
    {
        ClientCertHeader.Read(text);
        ClientCertHeader.Read($":{text}:");
    }

    [Property(MaxTest = 200)]
    public void What_was_written_is_read(byte[] bytes)
    {
        byte[] certificate = [0x30, .. bytes ?? []];
        Assert.Equal(certificate, ClientCertHeader.Read($":{Convert.ToBase64String(certificate)}:"));
    }

    [Fact]
    public void A_header_that_is_too_long_or_not_of_the_alphabet_is_not_read()
    {
        Assert.Null(ClientCertHeader.Read($":{Convert.ToBase64String([0x30, .. new byte[20_000]])}:"));
        Assert.Null(ClientCertHeader.Read(":MA ==:"));
        Assert.Null(ClientCertHeader.Read(":MA\t==:"));
        Assert.Null(ClientCertHeader.Read(":MA:"));
        Assert.Null(ClientCertHeader.Read(":MA==:;x=1"));
    }

    private static Task<TestApp> BehindProxyAsync(string peer, bool isOn, Action<IServiceCollection>? services = null, X509Certificate2? certificate = null) => TestApp.StartAsync(
        app =>
        {
            JwtApp.MapAll(app);
            app.MapGet("/header", (HttpRequest request) => request.Headers.ContainsKey("Client-Cert") ? "there" : "none");
        },
        new() { ["Transport:TrustedProxies:0"] = Proxy, ["ProofOfPossession:CertificateFromProxy"] = isOn ? "true" : "false" },
        builder =>
        {
            builder.Services.AddApiSecurity().AddJwt();
            TestTokens.Trust(builder.Services);
            services?.Invoke(builder.Services);
        },
        use: app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
                context.Connection.ClientCertificate = certificate;
                return next(context);
            });
            app.UseApiSecurity();
        });

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string token, string[] headers, string path = "/me") =>
        app.GetAsync(path, token, [.. headers.Select(header => ("Client-Cert", header))]);

    private static string HeaderOf(X509Certificate2 certificate) => $":{Convert.ToBase64String(certificate.RawData)}:";

    private static string Bound(TestApp app, X509Certificate2 certificate) => app.Tokens().Mint(
        "alice", claims => claims["cnf"] = new Dictionary<string, string> { ["x5t#S256"] = Base64UrlEncoder.Encode(SHA256.HashData(certificate.RawData)) });

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(TestApp app, string token, X509Certificate2? certificate, string version)
    {
        var address = app.App.Urls.Single(url => url.StartsWith("https", StringComparison.Ordinal));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == Server.GetCertHashString();
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (certificate is not null)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        using var client = new HttpClient(handler) { BaseAddress = new Uri(address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.TextAsync());
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
