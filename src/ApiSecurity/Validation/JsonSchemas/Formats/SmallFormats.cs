using System.Text;

namespace ApiSecurity.Validation;

internal static class SmallFormats
{
    private const int UuidLength = 36;

    /// <summary>RFC 4122 section 3; any version.</summary>
    public static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != UuidLength)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (index is 8 or 13 or 18 or 23 ? text[index] != '-' : !char.IsAsciiHexDigit((char)text[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 6901.</summary>
    public static bool IsJsonPointer(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] != '/')
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '~' && (++index == text.Length || text[index] is not ((byte)'0' or (byte)'1')))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsRelativeJsonPointer(ReadOnlySpan<byte> text)
    {
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        if (digits == 0 || (digits > 1 && text[0] == '0'))
        {
            return false;
        }

        var rest = text[digits..];
        return (rest.Length == 1 && rest[0] == '#') || IsJsonPointer(rest);
    }

    public static bool IsRegex(ReadOnlySpan<byte> text)
    {
        try
        {
            EcmaPattern.Translate(Encoding.UTF8.GetString(text));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
