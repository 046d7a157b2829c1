using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>TLS on both ends, with certificates of clients: for servers on the own machine that trust each other and nobody else.</summary>
internal sealed class ServerTls
{
    public static readonly X509Certificate2 Server = Make("CN=localhost");
    public static readonly X509Certificate2 Client = Make("CN=client");
    public static readonly X509Certificate2 Thief = Make("CN=thief");

    /// <summary>OpenIddict wants to know its address before it starts.</summary>
    private readonly int _port = FreePort();

    public static void Set(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = Server;
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.AllowAnyClientCertificate();
    }

    public void Set(KestrelServerOptions kestrel) => kestrel.Listen(IPAddress.Loopback, _port, endpoint => endpoint.UseHttps(Set));

    public void Set(OpenIddictServerBuilder server) => server
        .SetIssuer(new Uri($"https://127.0.0.1:{_port}/"))
        .SetMtlsTokenEndpointAliasUri($"https://localhost:{_port}/connect/token")
        .EnableSelfSignedTlsClientAuthentication()
        .UseClientCertificateBoundAccessTokens();

    /// <summary>Takes the one server for what it is, and shows a certificate if there is one.</summary>
    public static SocketsHttpHandler Handler(X509Certificate2? certificate = null) => Trust(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { ClientCertificates = certificate is null ? null : [certificate] },
    });

    public static SocketsHttpHandler Trust(SocketsHttpHandler handler)
    {
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == Server.GetCertHashString();
        return handler;
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
