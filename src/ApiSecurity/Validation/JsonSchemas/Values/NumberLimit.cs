namespace ApiSecurity.Validation;

/// <summary>A limit of numbers, and how a number stands to it: by words of the machine where both are short, else digit by digit.</summary>
internal sealed class NumberLimit
{
    private readonly byte[] _text;
    private readonly long _whole;
    private readonly bool _isWhole;

    public NumberLimit(byte[] text)
    {
        _text = text;
        if (ShortNumber.TryRead(text, out var number) && number.Decimals == 0)
        {
            (_isWhole, _whole) = (true, number.IsNegative ? -number.Digits : number.Digits);
        }
    }

    /// <returns>Less than 0 if the number is less than the limit.</returns>
    public int Order(ReadOnlySpan<byte> number) =>
        _isWhole && ShortNumber.TryRead(number, out var value) ? value.CompareTo(_whole) : ExactNumber.Compare(ExactNumber.Parse(number), ExactNumber.Parse(_text));
}
