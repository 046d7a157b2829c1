using System.Globalization;
using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>Single parameters of a query (RFC 9421 section 2.2.8): parsed as forms are, and written again in one way.</summary>
internal static class SignedQuery
{
    private const int MaxParameters = 1024;

    /// <returns>The value of the parameter with that (encoded) name; <see langword="null"/> where there is none, or more than one.</returns>
    public static string? Find(string? query, string name)
    {
        string? found = null;
        var count = 0;
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan()[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (++count > MaxParameters)
            {
                return null;
            }

            var equals = pair.IndexOf('=');
            var key = equals < 0 ? pair : pair[..equals];
            if (!string.Equals(Encode(Decode(key)), name, StringComparison.Ordinal))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = Encode(Decode(equals < 0 ? default : pair[(equals + 1)..]));
        }

        return found;
    }

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var written = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '%' && at + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1]) && char.IsAsciiHexDigit((char)bytes[at + 2]))
            {
                bytes[written++] = byte.Parse(bytes.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                at += 2;
            }
            else
            {
                bytes[written++] = bytes[at] == '+' ? (byte)' ' : bytes[at];
            }
        }

        return bytes[..written];
    }

    /// <summary>All but letters, digits and <c>* - . _</c> as %XX: the percent-encode set of forms.</summary>
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        // Bytes that are no UTF-8 become U+FFFD, as the parser of forms has it.
        foreach (var current in Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)))
        {
            if (char.IsAsciiLetterOrDigit((char)current) || current is (byte)'*' or (byte)'-' or (byte)'.' or (byte)'_')
            {
                text.Append((char)current);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"%{current:X2}");
            }
        }

        return text.ToString();
    }
}
