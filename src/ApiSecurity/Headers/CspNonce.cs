using System.Buffers.Text;
using System.Security.Cryptography;

namespace ApiSecurity.Headers;

/// <summary>The nonce of one request; made when the page asks for it.</summary>
internal sealed class CspNonce
{
    // CSP level 3, section 7.1: at least 128 bits, from a cryptographically secure generator.
    private const int Bytes = 16;

    public string Value { get; } = Create();

    /// <summary>In the URL alphabet, which CSP allows too: HTML encoders leave it as it is.</summary>
    private static string Create()
    {
        Span<byte> random = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
