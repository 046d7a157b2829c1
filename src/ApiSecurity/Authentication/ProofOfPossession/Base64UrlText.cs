using System.Buffers;
using System.Buffers.Text;

namespace ApiSecurity.Authentication;

/// <summary>Base64url as RFC 7515 section 2 writes it, in the one form that encodes the bytes: no padding, no blanks, no bits behind the end.</summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        return !text.IsEmpty
            && !text.ContainsAnyExcept(Alphabet)
            && HasNoBitsBehind(text)
            && Base64Url.DecodeFromChars(text, bytes, out _, out written) == OperationStatus.Done;
    }

    /// <summary>The last character holds bits that belong to no byte; where they are not zero, another text means the same.</summary>
    private static bool HasNoBitsBehind(ReadOnlySpan<char> text) => (text.Length % 4) switch
    {
        0 => true,
        2 => (ValueOf(text[^1]) & 0xF) == 0,
        3 => (ValueOf(text[^1]) & 0x3) == 0,
        _ => false,
    };

    private static int ValueOf(char character) => character switch
    {
        >= 'A' and <= 'Z' => character - 'A',
        >= 'a' and <= 'z' => character - 'a' + 26,
        >= '0' and <= '9' => character - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
