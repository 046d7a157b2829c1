using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.Tests.Authentication.ClientCertificates;

/// <summary>An application that knows callers by their certificates: on Kestrel's own TLS, or told by a proxy.</summary>
internal static class CertificateApp
{
    public const string Proxy = "10.0.0.4";

    private static readonly X509Certificate2 Server = TestAuthority.SelfSigned("CN=localhost");

    public static void Map(WebApplication app)
    {
        app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => $"{caller.Subject} {caller.Client} {caller.Tenant}");
        app.MapGet("/open", (ApiSecurity.Authorization.Caller caller) => caller.Subject ?? "nobody").AllowAnonymous();
        app.MapGet("/write", () => "written").RequirePermission("orders.write").RequireScope("orders");
        app.MapGet("/admin", () => "done").RequirePermission("admin");
        app.MapGet("/proved", () => "proved").RequireProofOfPossession();
        app.MapPost("/change", () => "changed");
    }

    /// <summary>Knows the certificates of one authority with the name <c>CN=client</c>, as <c>billing</c>.</summary>
    public static Action<ClientCertificateOptions> Knows(TestAuthority authority, Action<ClientCertificateClientOptions>? client = null) => options =>
    {
        options.RevocationMode = X509RevocationMode.NoCheck;
        options.Authorities["own"] = authority.File;
        options.Clients["billing"] = Client(client ?? (one => one.SubjectName = "CN=client"));
    };

    public static ClientCertificateClientOptions Client(Action<ClientCertificateClientOptions> change)
    {
        var client = new ClientCertificateClientOptions { Subject = "billing", ClientId = "billing-client", Tenant = "north", Scopes = { "orders" }, Permissions = { "orders.write" } };
        change(client);
        return client;
    }

    public static Task<TestApp> OnTlsAsync(Action<ClientCertificateOptions> options, ClientCertificateMode mode = ClientCertificateMode.AllowCertificate) => TestApp.StartAsync(
        Map,
        new() { ["Transport:RequireHttps"] = "true" },
        builder =>
        {
            builder.Services.AddApiSecurity().AddClientCertificates(options);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(https =>
            {
                https.ServerCertificate = Server;
                https.ClientCertificateMode = mode;
                https.AllowAnyClientCertificate();
            })));
        },
        kestrel: true);

    public static Task<TestApp> BehindProxyAsync(
        Action<ClientCertificateOptions> options, string peer = Proxy, bool isOn = true, X509Certificate2? ofConnection = null, Action<IServiceCollection>? services = null, Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        Map,
        new(settings ?? []) { ["Transport:TrustedProxies:0"] = Proxy, ["ProofOfPossession:CertificateFromProxy"] = isOn ? "true" : "false" },
        builder =>
        {
            builder.Services.AddApiSecurity().AddClientCertificates(options);
            services?.Invoke(builder.Services);
        },
        use: app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
                context.Connection.ClientCertificate = ofConnection;
                return next(context);
            });
            app.UseApiSecurity();
        });

    public static async Task<(HttpStatusCode Status, string Body, string Challenge)> OverTlsAsync(this TestApp app, string path, X509Certificate2? certificate, string version = "1.1")
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == Server.GetCertHashString();
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (certificate is not null)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.App.Urls.Single(url => url.StartsWith("https", StringComparison.Ordinal))) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.TextAsync(), response.Headers.WwwAuthenticate.ToString());
    }

    /// <summary>As a proxy tells of it.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> ToldAsync(this TestApp app, string path, X509Certificate2 certificate, params X509Certificate2[] chain)
    {
        using var response = await app.GetAsync(path, null, [("Client-Cert", TestAuthority.HeaderOf(certificate)), .. chain.Length == 0 ? [] : new[] { ("Client-Cert-Chain", TestAuthority.HeaderOf(chain)) }]);
        return (response.StatusCode, await response.TextAsync());
    }

    public static async Task RefusedAsync(this TestApp app, X509Certificate2 certificate, string reason, SecurityEventSeverity? severity = null)
    {
        var (status, body) = await app.ToldAsync("/me", certificate);
        Assert.True(status == HttpStatusCode.Unauthorized, $"{status} {body}");
        Assert.Contains("\"code\":\"invalid_certificate\"", body, StringComparison.Ordinal);
        var told = await app.Events.NextAsync();
        Assert.Equal(("authn_login_fail", reason, SecurityEventOutcome.Refused), (told.Name, told.Reason, told.Outcome));
        Assert.Equal(certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant(), told.ObjectId);
        Assert.Equal(severity ?? told.Severity, told.Severity);
        Assert.Empty(app.Events.Pending);
    }
}
