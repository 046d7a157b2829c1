using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>
/// A number of a JSON text as it is written: its digits, and the power of ten before which they stand. Nothing is rounded, and a number
/// costs no more than its text is long, whatever its exponent.
/// </summary>
internal readonly ref struct ExactNumber
{
    /// <summary>Further apart no two numbers of a text of 2 GB can be; what is beyond counts as this.</summary>
    private const long LargestExponent = long.MaxValue / 4;

    private const int HashedPart = 64;

    /// <summary>From the first digit that is not zero to the last; the point may stand in it.</summary>
    private readonly ReadOnlySpan<byte> _digits;

    private readonly int _point;

    private ExactNumber(ReadOnlySpan<byte> digits, int point, bool isNegative, long magnitude)
    {
        _digits = digits;
        _point = point;
        IsNegative = isNegative;
        Magnitude = magnitude;
    }

    public bool IsNegative { get; }

    public bool IsZero => _digits.IsEmpty;

    /// <summary>The power of ten that is just above the number: 0.5 has 0, 5 has 1, 50 has 2.</summary>
    public long Magnitude { get; }

    /// <summary>How many digits there are without the zeros around.</summary>
    public int Count => _digits.Length - (_point >= 0 ? 1 : 0);

    /// <summary>The power of ten of the last digit: whole numbers have 0 or more.</summary>
    public long Exponent => Magnitude - Count;

    public bool IsWhole => IsZero || Exponent >= 0;

    public int Digit(int index) => _digits[_point >= 0 && index >= _point ? index + 1 : index] - '0';

    public static ExactNumber Parse(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        text = isNegative ? text[1..] : text;
        var exponent = 0L;
        if (text.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var mark)
        {
            exponent = ParseExponent(text[(mark + 1)..]);
            text = text[..mark];
        }

        var point = text.IndexOf((byte)'.');
        var first = text.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            return new ExactNumber([], -1, isNegative: false, 0);
        }

        var whole = point < 0 ? text.Length : point;
        var last = text.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        var magnitude = exponent + (first < whole ? whole - first : whole - first + 1);
        var digits = text[first..(last + 1)];
        return new ExactNumber(digits, point > first && point < last ? point - first : -1, isNegative, magnitude);
    }

    public static int Compare(ExactNumber left, ExactNumber right)
    {
        if (left.IsZero || right.IsZero)
        {
            return left.Sign.CompareTo(right.Sign);
        }

        if (left.IsNegative != right.IsNegative)
        {
            return left.IsNegative ? -1 : 1;
        }

        var order = CompareSize(left, right);
        return left.IsNegative ? -order : order;
    }

    public ulong Hash()
    {
        if (IsZero)
        {
            return KeyedHash.Of("0"u8);
        }

        var hash = unchecked((ulong)Magnitude) ^ (IsNegative ? 1UL << 63 : 0);
        Span<byte> part = stackalloc byte[HashedPart];
        var count = Count;
        for (var index = 0; index < count; index += HashedPart)
        {
            var length = Math.Min(HashedPart, count - index);
            for (var digit = 0; digit < length; digit++)
            {
                part[digit] = (byte)Digit(index + digit);
            }

            hash = KeyedHash.Combine(hash, KeyedHash.Of(part[..length]));
        }

        return hash;
    }

    private int Sign => IsZero ? 0 : IsNegative ? -1 : 1;

    private static int CompareSize(ExactNumber left, ExactNumber right)
    {
        if (left.Magnitude != right.Magnitude)
        {
            return left.Magnitude.CompareTo(right.Magnitude);
        }

        var (leftCount, rightCount) = (left.Count, right.Count);
        for (var index = 0; index < leftCount && index < rightCount; index++)
        {
            if (left.Digit(index) != right.Digit(index))
            {
                return left.Digit(index).CompareTo(right.Digit(index));
            }
        }

        return leftCount.CompareTo(rightCount);
    }

    private static long ParseExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            exponent = isNegative ? -LargestExponent : LargestExponent;
        }

        return Math.Clamp(exponent, -LargestExponent, LargestExponent);
    }
}
