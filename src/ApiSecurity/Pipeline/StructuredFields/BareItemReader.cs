using System.Buffers;
using System.Globalization;
using System.Text;

namespace ApiSecurity.Pipeline;

/// <summary>Bare items by the letter of RFC 9651 section 4.2.3.1 and after.</summary>
internal static class BareItemReader
{
    private const int MaxIntegerDigits = 15;
    private const int MaxWholeDigits = 12;
    private const int MaxFractionDigits = 3;

    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(HttpToken.Alphabet + ":/");

    public static bool TryRead(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        item = default;
        if (at >= text.Length)
        {
            return false;
        }

        return text[at] switch
        {
            '"' => TryReadString(text, ref at, out item),
            ':' => TryReadBytes(text, ref at, out item),
            '?' => TryReadBoolean(text, ref at, out item),
            '@' => TryReadDate(text, ref at, out item),
            '%' => TryReadDisplayString(text, ref at, out item),
            '-' or (>= '0' and <= '9') => TryReadNumber(text, ref at, out item),
            '*' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => TryReadToken(text, ref at, out item),
            _ => false,
        };
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        item = default;
        var start = at;
        if (text[at] == '-')
        {
            at++;
        }

        var digits = at;
        var point = -1;
        for (; at < text.Length; at++)
        {
            if (text[at] == '.' && point < 0)
            {
                point = at;
                if (at - digits is 0 or > MaxWholeDigits)
                {
                    return false;
                }
            }
            else if (!char.IsAsciiDigit(text[at]))
            {
                break;
            }
            else if (at - digits >= (point < 0 ? MaxIntegerDigits : MaxIntegerDigits + 1))
            {
                return false;
            }
        }

        if (point >= 0)
        {
            if (at - point - 1 is 0 or > MaxFractionDigits)
            {
                return false;
            }

            item = new BareItem(StructuredFieldType.Decimal, Decimal: decimal.Parse(text[start..at], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
            return true;
        }

        if (at == digits)
        {
            return false;
        }

        item = BareItem.OfInteger(long.Parse(text[start..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return true;
    }

    private static bool TryReadDate(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        item = default;
        at++;
        if (at >= text.Length || !(text[at] == '-' || char.IsAsciiDigit(text[at])) || !TryReadNumber(text, ref at, out var number) || number.Type != StructuredFieldType.Integer)
        {
            return false;
        }

        item = new BareItem(StructuredFieldType.Date, number.Integer);
        return true;
    }

    private static bool TryReadString(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        item = default;
        var start = ++at;
        StringBuilder? unescaped = null;
        for (; at < text.Length; at++)
        {
            var current = text[at];
            if (current == '"')
            {
                item = BareItem.OfString(unescaped is null ? text[start..at].ToString() : unescaped.ToString());
                at++;
                return true;
            }

            if (current == '\\')
            {
                unescaped ??= new StringBuilder().Append(text[start..at]);
                if (++at >= text.Length || text[at] is not ('"' or '\\'))
                {
                    return false;
                }

                current = text[at];
            }
            else if (current is < ' ' or > '~')
            {
                return false;
            }

            unescaped?.Append(current);
        }

        return false;
    }

    private static bool TryReadToken(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        var length = text[at..].IndexOfAnyExcept(TokenCharacters);
        var token = length < 0 ? text[at..] : text.Slice(at, length);
        at += token.Length;
        item = new BareItem(StructuredFieldType.Token, Text: token.ToString());
        return true;
    }

    /// <summary>Padding is demanded and unused bits are zero, so that bytes have one spelling (section 4.2.7 leaves both to the application).</summary>
    private static bool TryReadBytes(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        item = default;
        at++;
        var length = text[at..].IndexOf(':');
        if (length < 0)
        {
            return false;
        }

        var encoded = text.Slice(at, length);
        at += length + 1;
        var bytes = new byte[length / 4 * 3];
        if (length % 4 != 0 || encoded.ContainsAnyExcept(Base64) || !Convert.TryFromBase64Chars(encoded, bytes, out var written))
        {
            return false;
        }

        if (written != bytes.Length)
        {
            Array.Resize(ref bytes, written);
            if (!encoded[^4..].SequenceEqual(Convert.ToBase64String(bytes.AsSpan(written / 3 * 3))))
            {
                return false;
            }
        }

        item = BareItem.OfBytes(bytes);
        return true;
    }

    private static bool TryReadBoolean(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        item = default;
        if (++at >= text.Length || text[at] is not ('0' or '1'))
        {
            return false;
        }

        item = new BareItem(StructuredFieldType.Boolean, text[at++] - '0');
        return true;
    }

    private static bool TryReadDisplayString(ReadOnlySpan<char> text, ref int at, out BareItem item)
    {
        item = default;
        if (++at >= text.Length || text[at] != '"')
        {
            return false;
        }

        at++;
        var bytes = new ArrayBufferWriter<byte>();
        for (; at < text.Length; at++)
        {
            var current = text[at];
            switch (current)
            {
                case < ' ' or > '~':
                    return false;
                case '"':
                    at++;
                    return TryDecode(bytes.WrittenSpan, out item);
                case '%':
                    if (at + 2 >= text.Length || !IsLowerHex(text[at + 1]) || !IsLowerHex(text[at + 2]))
                    {
                        return false;
                    }

                    bytes.Write([byte.Parse(text.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)]);
                    at += 2;
                    break;
                default:
                    bytes.Write([(byte)current]);
                    break;
            }
        }

        return false;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out BareItem item)
    {
        item = default;
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return false;
        }

        item = new BareItem(StructuredFieldType.DisplayString, Text: Encoding.UTF8.GetString(bytes));
        return true;
    }

    private static bool IsLowerHex(char character) => char.IsAsciiDigit(character) || character is >= 'a' and <= 'f';
}
