using System.Buffers.Text;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Authentication;

/// <summary>Reads <c>Client-Cert</c> (RFC 9440 section 2.2): one certificate in DER, written as a byte sequence (RFC 9651 section 3.3.5).</summary>
internal static class ClientCertHeader
{
    public const string Name = "Client-Cert";

    private const int MaximumLength = 16 * 1024;

    /// <returns>The certificate's bytes; <see langword="null"/> where there is none, or more than one, or it is not written so.</returns>
    public static byte[]? Read(StringValues values)
    {
        if (values is not [{ Length: > 2 and <= MaximumLength } value])
        {
            return null;
        }

        var text = value.AsSpan().Trim(' ');
        if (text.Length < 3 || text[0] != ':' || text[^1] != ':')
        {
            return null;
        }

        text = text[1..^1];
        // .NET's decoder takes blanks as well.
        if (text.ContainsAny(" \t\r\n"))
        {
            return null;
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        // A SEQUENCE is what every certificate begins with.
        return Convert.TryFromBase64Chars(text, bytes, out var written) && written > 0 && bytes[0] == 0x30 ? bytes[..written] : null;
    }
}
