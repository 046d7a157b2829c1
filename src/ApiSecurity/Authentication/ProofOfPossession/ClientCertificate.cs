using System.Buffers.Text;
using System.Security.Cryptography;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Authentication;

/// <summary>The certificate that the client has shown: on the connection, or to a trusted proxy that tells of it.</summary>
internal static class ClientCertificate
{
    /// <param name="context">The request.</param>
    /// <param name="fromProxy">Whether a trusted proxy's header counts.</param>
    /// <returns>Its thumbprint as tokens name it (<c>x5t#S256</c>, RFC 8705 section 3.1), or <see langword="null"/> if there is none.</returns>
    public static string? Thumbprint(HttpContext context, bool fromProxy)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (fromProxy && context.Features.Get<FromTrustedProxy>() is not null)
        {
            // The connection's own certificate is the proxy's then, whatever the header says.
            if (ClientCertHeader.Read(context.Request.Headers[ClientCertHeader.Name]) is not { } bytes)
            {
                return null;
            }

            SHA256.HashData(bytes, hash);
        }
        else if (context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not { } certificate || !certificate.TryGetCertHash(HashAlgorithmName.SHA256, hash, out _))
        {
            return null;
        }

        return Base64Url.EncodeToString(hash);
    }
}
