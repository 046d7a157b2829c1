using System.Numerics;

namespace ApiSecurity.Validation;

/// <summary><c>multipleOf</c>, exact: 0.07 is a multiple of 0.01, and 1e400 is one too.</summary>
internal sealed class NumberDivisor
{
    private const int MostPower = 36;

    private readonly BigInteger _digits;
    private readonly UInt128 _small;
    private readonly long _exponent;
    private readonly ShortNumber _short;

    public NumberDivisor(ReadOnlySpan<byte> text)
    {
        var number = ExactNumber.Parse(text);
        _exponent = number.Exponent;
        for (var index = 0; index < number.Count; index++)
        {
            _digits = (_digits * 10) + number.Digit(index);
        }

        _small = _digits <= long.MaxValue ? (UInt128)_digits : 0;
        ShortNumber.TryRead(text, out _short);
    }

    public bool Divides(ReadOnlySpan<byte> text)
    {
        if (_short.Digits != 0 && ShortNumber.TryRead(text, out var value) && value.TryScale(_short.Decimals, out var digits))
        {
            return digits % _short.Digits == 0;
        }

        var number = ExactNumber.Parse(text);
        if (number.IsZero)
        {
            return true;
        }

        // Its last digit is not zero: with a finer last digit than the divisor's it is no multiple. The powers of ten between them multiply.
        var power = number.Exponent - _exponent;
        return power >= 0 && (_small != 0 ? RemainderOfSmall(number, power) == 0 : RemainderOfLarge(number, power).IsZero);
    }

    private UInt128 RemainderOfSmall(ExactNumber number, long power)
    {
        UInt128 remainder = 0;
        for (var index = 0; index < number.Count; index++)
        {
            remainder = ((remainder * 10) + (UInt128)number.Digit(index)) % _small;
        }

        return remainder == 0 ? 0 : remainder * PowerOfTen(power) % _small;
    }

    private UInt128 PowerOfTen(long power)
    {
        var (result, factor) = ((UInt128)1 % _small, (UInt128)10 % _small);
        for (; power > 0; power >>= 1)
        {
            result = (power & 1) != 0 ? result * factor % _small : result;
            factor = factor * factor % _small;
        }

        return result;
    }

    private BigInteger RemainderOfLarge(ExactNumber number, long power)
    {
        var remainder = BigInteger.Zero;
        for (var index = 0; index < number.Count; index += MostPower)
        {
            var (part, scale) = (BigInteger.Zero, BigInteger.One);
            for (var digit = index; digit < number.Count && digit < index + MostPower; digit++)
            {
                part = (part * 10) + number.Digit(digit);
                scale *= 10;
            }

            remainder = ((remainder * scale) + part) % _digits;
        }

        return remainder * BigInteger.ModPow(10, power, _digits) % _digits;
    }
}
