using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Authentication;

/// <summary>Reads <c>Client-Cert</c> (RFC 9440 section 2.2): one certificate in DER, written as a byte sequence (RFC 9651 section 3.3.5).</summary>
internal static class ClientCertHeader
{
    public const string Name = "Client-Cert";

    private const int MaximumLength = 16 * 1024;

    // A SEQUENCE is what every certificate begins with.
    private const byte Sequence = 0x30;

    /// <returns>The certificate's bytes; <see langword="null"/> where there is none, or more than one, or it is not written so.</returns>
    public static byte[]? Read(StringValues values) =>
        values is [{ Length: <= MaximumLength } value]
        && StructuredField.TryParseItem(value, out var item)
        && item is { Value: { Type: StructuredFieldType.ByteSequence, Bytes: [Sequence, ..] bytes }, Parameters.Count: 0 }
            ? bytes
            : null;

    /// <returns>The certificate, for the caller to dispose; <see langword="null"/> where the bytes are none.</returns>
    public static X509Certificate2? Load(byte[] bytes)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(bytes);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
