using System.Buffers.Text;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>A text that is base64 as a whole, of readable text. Ids, hashes and pictures are base64 too, but of bytes.</summary>
internal static class Base64Text
{
    private const int MinLength = 16;

    public static bool IsLikely(ReadOnlySpan<char> text) => text.Length >= MinLength && text.Length % 4 == 0 && !text.ContainsAny(' ', '\'') && Base64.IsValid(text);

    public static bool IsLikely(ReadOnlySpan<byte> utf8) => utf8.Length >= MinLength && utf8.Length % 4 == 0 && !utf8.Contains((byte)' ') && Base64.IsValid(utf8);

    public static bool TryDecode(ReadOnlySpan<char> text, Span<char> decoded, out int length)
    {
        length = 0;
        Span<byte> chunk = stackalloc byte[192];
        while (!text.IsEmpty)
        {
            var part = text[..Math.Min(256, text.Length)];
            text = text[part.Length..];
            if (!Convert.TryFromBase64Chars(part, chunk, out var written))
            {
                return false;
            }

            foreach (var b in chunk[..written])
            {
                if (b is > 0x7E or < 0x09)
                {
                    return false;
                }
            }

            length += Encoding.ASCII.GetChars(chunk[..written], decoded[length..]);
        }

        return true;
    }
}
