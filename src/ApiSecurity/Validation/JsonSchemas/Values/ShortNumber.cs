namespace ApiSecurity.Validation;

/// <summary>A number of few digits that is written without an exponent, as most are: its digits as a word, and how many of them stand behind the point.</summary>
internal readonly record struct ShortNumber(long Digits, int Decimals, bool IsNegative)
{
    /// <summary>So many bytes always fit a word.</summary>
    public const int MostBytes = 18;

    private static readonly long[] Powers = [.. Enumerable.Range(0, MostBytes + 1).Select(power => (long)Math.Pow(10, power))];

    public static bool TryRead(ReadOnlySpan<byte> text, out ShortNumber number)
    {
        number = default;
        if (text.Length > MostBytes)
        {
            return false;
        }

        var (digits, point) = (0L, -1);
        var isNegative = text[0] == '-';
        for (var index = isNegative ? 1 : 0; index < text.Length; index++)
        {
            var digit = (uint)(text[index] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
            }
            else if (text[index] == '.')
            {
                point = index;
            }
            else
            {
                return false;
            }
        }

        number = new ShortNumber(digits, point < 0 ? 0 : text.Length - point - 1, isNegative);
        return true;
    }

    /// <summary>Brings the digits to so many decimals.</summary>
    public bool TryScale(int decimals, out long digits)
    {
        digits = 0;
        if (decimals < Decimals || decimals > MostBytes)
        {
            return false;
        }

        var high = Math.BigMul(Digits, Powers[decimals - Decimals], out digits);
        return high == 0 && digits >= 0;
    }

    /// <returns>Less than 0 if it is less than a whole number.</returns>
    public int CompareTo(long whole)
    {
        var integral = Digits / Powers[Decimals];
        var order = (IsNegative ? -integral : integral).CompareTo(whole);
        if (order != 0 || Decimals == 0 || integral * Powers[Decimals] == Digits)
        {
            return order;
        }

        return IsNegative ? -1 : 1;
    }
}
