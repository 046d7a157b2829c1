using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrdersApi;
using OrdersApi.Development;

namespace AttackDemo;

/// <summary>
/// One of the two APIs on Kestrel, on loopback ports that the system chooses, with a certificate made for this run. The client calls it
/// by a name, as the world would: some protections rightly leave localhost alone.
/// </summary>
public sealed class Server : IAsyncDisposable
{
    private const string HostName = "api.shop.example";

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private readonly HttpClient _client;
    private readonly InternalService _partner;

    private Server(WebApplication app, X509Certificate2 certificate, HttpClient client, InternalService partner, Target target)
    {
        _app = app;
        _certificate = certificate;
        _client = client;
        _partner = partner;
        Target = target;
    }

    public Target Target { get; }

    public static async Task<Server> StartAsync(bool bare)
    {
        var certificate = NewCertificate();
        var partner = InternalService.Start("tea-sencha;3\nhoney-acacia;1\n");
        var app = OrdersApplication.Build([], builder =>
        {
            builder.Environment.EnvironmentName = Environments.Production;
            builder.Configuration["OrdersApi:Bare"] = bare.ToString();
            builder.Configuration["OrdersApi:ImportFrom:0"] = $"http://127.0.0.1:{partner.Port}";
            DevelopmentIssuer.AddTo(builder.Services);
            Partner.AddTo(builder.Configuration, bare);
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
            });
        });
        await app.StartAsync();

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).ToList();
        var client = new HttpClient(NewHandler(certificate)) { Timeout = TimeSpan.FromSeconds(60) };
        var target = new Target(client, Named(addresses, "https"), Named(addresses, "http"), partner.Port, app.Services.GetRequiredService<DevelopmentIssuer>());
        return new Server(app, certificate, client, partner, target);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _partner.DisposeAsync();
        _certificate.Dispose();
    }

    private static Uri Named(List<Uri> addresses, string scheme) =>
        new UriBuilder(addresses.Single(address => address.Scheme == scheme)) { Host = HostName }.Uri;

    private static SocketsHttpHandler NewHandler(X509Certificate2 certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        // Trusts the one certificate made for this run, and no other.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented is not null && presented.GetCertHashString(HashAlgorithmName.SHA256) == certificate.GetCertHashString(HashAlgorithmName.SHA256);
        return handler;
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + HostName, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(HostName);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        // Some platforms want a key that has been through a container.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
