using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Authentication;

/// <summary>
/// The certificate by which a caller wants to be known. From a trusted proxy that is the one which its header tells, or none: the connection's own is the
/// proxy's, and everybody behind it would be the proxy.
/// </summary>
internal sealed class ShownCertificate : IDisposable
{
    private readonly HttpRequest _request;
    private readonly X509Certificate2? _ofConnection;
    private readonly byte[]? _bytes;
    private X509Certificate2? _read;
    private X509Certificate2Collection? _chain;

    private ShownCertificate(HttpRequest request, X509Certificate2? ofConnection, byte[]? bytes, byte[] thumbprint)
    {
        _request = request;
        _ofConnection = ofConnection;
        _bytes = bytes;
        Thumbprint = thumbprint;
    }

    /// <summary>The SHA-256 hash of what was shown.</summary>
    public byte[] Thumbprint { get; }

    public static bool IsThere(HttpRequest request, bool fromProxy) => IsBehindProxy(request)
        ? fromProxy && request.Headers.ContainsKey(ClientCertHeader.Name)
        : OfConnection(request) is not null;

    /// <returns><see langword="null"/> where there is none, or the header can't be read.</returns>
    public static ShownCertificate? Of(HttpRequest request, bool fromProxy)
    {
        if (IsBehindProxy(request))
        {
            return fromProxy && ClientCertHeader.Read(request.Headers[ClientCertHeader.Name]) is { } bytes
                ? new(request, null, bytes, SHA256.HashData(bytes))
                : null;
        }

        return OfConnection(request) is { } certificate ? new(request, certificate, null, certificate.GetCertHash(HashAlgorithmName.SHA256)) : null;
    }

    /// <returns>The certificate and what came with it; <see langword="null"/> where they can't be read. Both end with this object.</returns>
    public (X509Certificate2 Certificate, X509Certificate2Collection Chain)? Read()
    {
        if (_ofConnection is not null)
        {
            return (_ofConnection, []);
        }

        _read ??= ClientCertHeader.Load(_bytes!);
        _chain ??= ClientCertChainHeader.Read(_request.Headers[ClientCertChainHeader.Name]);
        return _read is not null && _chain is not null ? (_read, _chain) : null;
    }

    public void Dispose()
    {
        _read?.Dispose();
        if (_chain is not null)
        {
            ClientCertChainHeader.Release(_chain);
        }
    }

    private static bool IsBehindProxy(HttpRequest request) => request.HttpContext.Features.Get<FromTrustedProxy>() is not null;

    private static X509Certificate2? OfConnection(HttpRequest request) => request.HttpContext.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
}
