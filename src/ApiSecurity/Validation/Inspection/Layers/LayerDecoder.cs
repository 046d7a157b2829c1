using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>
/// Takes one layer of encoding off: percent signs (also %u and overlong UTF-8), HTML entities, \u and \x escapes, full-width letters.
/// One pass; what comes out is never longer than what goes in.
/// </summary>
internal ref struct LayerDecoder
{
    /// <summary>UTF-8 longer than it has to be: no encoder writes that, and some decoders read it.</summary>
    public bool IsOverlong { get; private set; }

    /// <summary>A mark of HTML written as a number.</summary>
    public bool HidesMark { get; private set; }

    /// <returns>Whether anything was encoded.</returns>
    public bool TryDecode(ReadOnlySpan<char> text, Span<char> decoded, out int length)
    {
        length = 0;
        var changed = false;
        var plusIsSpace = !text.Contains(' ') && text.Contains('+');
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            var used = c switch
            {
                '%' => Percent(text[i..], out c),
                '&' => HtmlEntities.Read(text[i..], out c),
                '\\' => Escape(text[i..], out c),
                '0' => Hexadecimal(text[i..], out c),
                _ => 0,
            };
            HidesMark |= used > 4 - (text[i] == '\\' ? 1 : 0) && c == '<' && text[i] != '%' && (text[i] != '&' || text[i + 1] == '#');
            if (used == 0)
            {
                used = 1;
                c = plusIsSpace && text[i] == '+' ? ' ' : Plain(text[i]);
                changed |= c != text[i];
            }
            else
            {
                changed = true;
            }

            decoded[length++] = c;
            i += used;
        }

        return changed;
    }

    /// <summary>Full-width forms are what many stores fold to ASCII; U+560A and U+560D are what is left of a line break cut to a byte.</summary>
    private static char Plain(char c) => c switch
    {
        < '\u0080' => c,
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u560A' => '\n',
        '\u560D' => '\r',
        '\u2215' or '\u2044' => '/',
        '\u2216' => '\\',
        '\uFEFF' => ' ',
        _ => c,
    };

    private int Percent(ReadOnlySpan<char> text, out char c)
    {
        c = '%';
        if (text.Length > 5 && text[1] is 'u' or 'U' && Hex(text.Slice(2, 4), out var unit))
        {
            c = Plain((char)unit);
            return 6;
        }

        if (!Byte(text, out var first))
        {
            return 0;
        }

        c = (char)first;
        if (first < 0xC0)
        {
            return 3;
        }

        // UTF-8, read as the most lenient of decoders does: overlong forms, and last bytes without their high bit.
        IsOverlong |= IsTooLong(first, text[3..]);
        var trailing = first >= 0xFC ? 5 : first >= 0xF8 ? 4 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        var value = first & (0x3F >> trailing);
        var used = 3;
        for (var i = 0; i < trailing; i++)
        {
            if (!Byte(text[used..], out var next))
            {
                if (i == 0 && first is 0xC0 or 0xC1 && text.Length > used && text[used] is '.' or '/' or '\\')
                {
                    c = text[used];
                    return used + 1;
                }

                if (i == 0 && first is 0xC0 or 0xC1 && text.Length > used + 2 && text[used] == '%')
                {
                    // %c1%9v: one digit is none, and lenient decoders take it for one.
                    c = '/';
                    return used + 3;
                }

                return used;
            }

            value = (value << 6) | (next & 0x3F);
            used += 3;
        }

        c = value <= 0xFFFF ? Plain((char)value) : '\uFFFD';
        return used;
    }

    private static bool IsTooLong(int first, ReadOnlySpan<char> rest) => rest.Length > 0 && first switch
    {
        0xC0 or 0xC1 => rest[0] is '%' or '.' or '/' or '\\',
        0xE0 => Byte(rest, out var second) && second is >= 0x80 and < 0xA0,
        0xF0 => Byte(rest, out var second) && second is >= 0x80 and < 0x90,
        0xF8 or 0xFC => Byte(rest, out var second) && second is >= 0x80 and < 0x88,
        _ => false,
    };

    /// <summary>0x2e, 0x2f, 0x5c: dots and slashes, as some frameworks write bytes.</summary>
    private static int Hexadecimal(ReadOnlySpan<char> text, out char c)
    {
        c = '0';
        if (text.Length < 4 || text[1] != 'x' || !Hex(text.Slice(2, 2), out var value) || value is not ('.' or '/' or '\\')
            || (text.Length > 4 && char.IsAsciiHexDigit(text[4]) && !text[4..].StartsWith("0x", StringComparison.Ordinal)))
        {
            return 0;
        }

        c = (char)value;
        return 4;
    }

    private static bool Byte(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        return text.Length > 2 && text[0] == '%' && Hex(text.Slice(1, 2), out value);
    }

    private static int Escape(ReadOnlySpan<char> text, out char c)
    {
        c = '\\';
        if (text.Length > 5 && text[1] == 'u' && Hex(text.Slice(2, 4), out var unit))
        {
            c = Plain((char)unit);
            return 6;
        }

        if (text.Length > 3 && text[1] == 'x' && Hex(text.Slice(2, 2), out unit))
        {
            c = (char)unit;
            return 4;
        }

        return 0;
    }

    private static bool Hex(ReadOnlySpan<char> digits, out int value) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
