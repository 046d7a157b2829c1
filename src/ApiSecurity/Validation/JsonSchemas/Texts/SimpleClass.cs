using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>A set of ASCII characters, as a simple pattern writes it.</summary>
internal readonly record struct SimpleClass(ulong Low, ulong High)
{
    private const int WordBits = 64;
    private const int Ascii = 128;
    private const int MostDigits = 6;
    private const string Special = @"\^$.|?*+()[]{}/";

    public bool Has(byte unit) => unit < Ascii && ((unit < WordBits ? Low : High) & (1UL << (unit % WordBits))) != 0;

    public bool Meets(SimpleClass other) => (Low & other.Low) != 0 || (High & other.High) != 0;

    /// <summary>Reads one character or one class. What is not plain is left to the other way of matching.</summary>
    public static bool TryRead(ref ReadOnlySpan<char> pattern, out SimpleClass set)
    {
        set = default;
        if (pattern[0] == '[')
        {
            return TryReadClass(ref pattern, ref set);
        }

        return TryReadOne(ref pattern, "^$.|?*+()[]{}", ref set, out _);
    }

    public static bool TryReadCount(ref ReadOnlySpan<char> pattern, out int least, out int most)
    {
        (least, most) = (1, 1);
        if (pattern.IsEmpty)
        {
            return true;
        }

        switch (pattern[0])
        {
            case '*':
                (least, most) = (0, int.MaxValue);
                break;
            case '+':
                (least, most) = (1, int.MaxValue);
                break;
            case '?':
                (least, most) = (0, 1);
                break;
            case '{':
                return TryReadBraces(ref pattern, out least, out most) && !IsLazy(pattern);
            default:
                return true;
        }

        pattern = pattern[1..];
        return !IsLazy(pattern);
    }

    private static bool IsLazy(ReadOnlySpan<char> pattern) => !pattern.IsEmpty && pattern[0] is '?' or '*' or '+' or '{';

    private static bool TryReadBraces(ref ReadOnlySpan<char> pattern, out int least, out int most)
    {
        (least, most) = (0, 0);
        var end = pattern.IndexOf('}');
        if (end < 0)
        {
            return false;
        }

        var inner = pattern[1..end];
        pattern = pattern[(end + 1)..];
        var comma = inner.IndexOf(',');
        if (!TryReadNumber(comma < 0 ? inner : inner[..comma], out least))
        {
            return false;
        }

        most = comma < 0 ? least : int.MaxValue;
        return comma < 0 || comma == inner.Length - 1 || (TryReadNumber(inner[(comma + 1)..], out most) && most >= least);
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= MostDigits && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryReadClass(ref ReadOnlySpan<char> pattern, ref SimpleClass set)
    {
        pattern = pattern[1..];
        if (pattern.IsEmpty || pattern[0] is '^' or ']')
        {
            return false;
        }

        while (!pattern.IsEmpty && pattern[0] != ']')
        {
            if (!TryReadOne(ref pattern, "[", ref set, out var first))
            {
                return false;
            }

            if (pattern.Length > 1 && pattern[0] == '-' && pattern[1] != ']')
            {
                pattern = pattern[1..];
                var ignored = default(SimpleClass);
                if (first < 0 || !TryReadOne(ref pattern, "[", ref ignored, out var last) || last < first)
                {
                    return false;
                }

                for (var unit = first; unit <= last; unit++)
                {
                    set = set.With(unit);
                }
            }
        }

        if (pattern.IsEmpty)
        {
            return false;
        }

        pattern = pattern[1..];
        return true;
    }

    /// <param name="pattern">What is left of the pattern.</param>
    /// <param name="special">Characters that mean something else here.</param>
    /// <param name="set">Where to put the character.</param>
    /// <param name="one">The character; -1 for a class such as <c>\d</c>.</param>
    private static bool TryReadOne(ref ReadOnlySpan<char> pattern, string special, ref SimpleClass set, out int one)
    {
        one = pattern[0];
        if (one >= Ascii || special.Contains((char)one, StringComparison.Ordinal))
        {
            return false;
        }

        if (one != '\\')
        {
            set = set.With(one);
            pattern = pattern[1..];
            return true;
        }

        if (pattern.Length < 2)
        {
            return false;
        }

        one = pattern[1];
        pattern = pattern[2..];
        switch (one)
        {
            case 'd':
                set = set.With('0', '9');
                break;
            case 'w':
                set = set.With('0', '9').With('A', 'Z').With('a', 'z').With('_');
                break;
            case '-':
                set = set.With(one);
                return true;
            default:
                set = set.With(one);
                return Special.Contains((char)one, StringComparison.Ordinal);
        }

        one = -1;
        return true;
    }

    private SimpleClass With(int first, int last)
    {
        var set = this;
        for (var unit = first; unit <= last; unit++)
        {
            set = set.With(unit);
        }

        return set;
    }

    private SimpleClass With(int unit) =>
        unit < WordBits ? this with { Low = Low | (1UL << unit) } : this with { High = High | (1UL << (unit % WordBits)) };
}
