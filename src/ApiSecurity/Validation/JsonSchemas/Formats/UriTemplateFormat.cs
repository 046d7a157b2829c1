using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>URI templates (RFC 6570, with the apostrophe that its erratum 6937 gives back to literals), by their grammar.</summary>
internal static class UriTemplateFormat
{
    private const int Ascii = 128;
    private const int LongestPrefix = 4;

    private static readonly SearchValues<byte> NotLiteral = SearchValues.Create("\"<>\\^`|} "u8);
    private static readonly SearchValues<byte> Operators = SearchValues.Create("+#./;?&=,!@|"u8);
    private static readonly SearchValues<byte> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_."u8);

    public static bool IsTemplate(ReadOnlySpan<byte> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '{')
            {
                var end = text[index..].IndexOf((byte)'}');
                if (end < 0 || !IsExpression(text.Slice(index + 1, end - 1)))
                {
                    return false;
                }

                index += end;
            }
            else if (character == '%')
            {
                if (!IsEscape(text[index..]))
                {
                    return false;
                }

                index += 2;
            }
            else if (character < ' ' || character == 127 || NotLiteral.Contains(character))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsExpression(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && Operators.Contains(text[0]))
        {
            text = text[1..];
        }

        foreach (var part in text.Split((byte)','))
        {
            if (!IsVariable(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVariable(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[^1] == '*')
        {
            text = text[..^1];
        }
        else if (text.IndexOf((byte)':') is >= 0 and var colon)
        {
            var length = text[(colon + 1)..];
            if (length.Length is 0 or > LongestPrefix || length[0] == '0' || length.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            text = text[..colon];
        }

        return IsName(text);
    }

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] == '.' || text[^1] == '.' || text.IndexOf(".."u8) >= 0)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '%' && IsEscape(text[index..]))
            {
                index += 2;
            }
            else if (text[index] >= Ascii || !NameCharacters.Contains(text[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEscape(ReadOnlySpan<byte> text) =>
        text.Length > 2 && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]);
}
