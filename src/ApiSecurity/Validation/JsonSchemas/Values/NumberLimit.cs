using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>A limit of numbers, and how a number stands to it: by words of the machine where both are short, else digit by digit.</summary>
internal sealed class NumberLimit
{
    /// <summary>Whole numbers of so many digits always fit a word.</summary>
    private const int ShortDigits = 18;

    private readonly byte[] _text;
    private readonly long _whole;
    private readonly bool _isShort;

    public NumberLimit(byte[] text)
    {
        _text = text;
        _isShort = IsShort(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _whole);
    }

    /// <returns>Less than 0 if the number is less than the limit.</returns>
    public int Order(ReadOnlySpan<byte> number) =>
        _isShort && number.Length <= ShortDigits && TryReadWhole(number, out var whole)
            ? whole.CompareTo(_whole)
            : ExactNumber.Compare(ExactNumber.Parse(number), ExactNumber.Parse(_text));

    /// <summary>Reads a number of at most 18 bytes that is written without point and exponent.</summary>
    public static bool TryReadWhole(ReadOnlySpan<byte> number, out long whole)
    {
        whole = 0;
        var isNegative = number[0] == '-';
        for (var index = isNegative ? 1 : 0; index < number.Length; index++)
        {
            var digit = (uint)(number[index] - '0');
            if (digit > 9)
            {
                return false;
            }

            whole = (whole * 10) + digit;
        }

        whole = isNegative ? -whole : whole;
        return true;
    }

    public static bool IsShort(ReadOnlySpan<byte> number) => number.Length <= ShortDigits;
}
