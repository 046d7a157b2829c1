using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>
/// <c>[Range]</c>, exact. The attribute converts each value to the type of its limits, which rounds (<c>-0.5</c> is <c>0</c> for limits that
/// are whole) and throws where the value is too large; numbers are compared here as they are.
/// </summary>
internal sealed class RangeLimits(RangeAttribute range)
{
    /// <summary>An attribute that was derived is decided by code of its own.</summary>
    private readonly bool _isFrameworks = range.GetType() == typeof(RangeAttribute);

    private Limits? _limits;

    public bool Holds(object value)
    {
        if (_isFrameworks && IsNumber(value) && Find() is { AreNumbers: true } limits)
        {
            var toMinimum = limits.Minimum.CompareNumber(value);
            var toMaximum = limits.Maximum.CompareNumber(value);
            return (range.MinimumIsExclusive ? toMinimum > 0 : toMinimum >= 0) && (range.MaximumIsExclusive ? toMaximum < 0 : toMaximum <= 0);
        }

        try
        {
            return range.IsValid(value);
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Which of the two limits a value breaks.</summary>
    public string Code(object value)
    {
        try
        {
            var limits = Find();
            var order = IsNumber(value) && limits.AreNumbers
                ? limits.Minimum.CompareNumber(value)
                : ((IComparable)Convert.ChangeType(value, range.OperandType, CultureInfo.InvariantCulture)).CompareTo(limits.Minimum.Value);
            return order < 0 || (order == 0 && range.MinimumIsExclusive) ? ViolationCodes.Minimum : ViolationCodes.Maximum;
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            return ViolationCodes.Type;
        }
    }

    /// <summary>Limits that are written as text have their type only after the attribute has been used.</summary>
    private Limits Find()
    {
        if (_limits is null)
        {
            range.IsValid(null);
            _limits = new Limits(range.Minimum, range.Maximum);
        }

        return _limits;
    }

    /// <summary>A limit of 0.1 is meant, not the nearest that a double has: so its digits become the decimal. Not those of double.MaxValue and double.Epsilon.</summary>
    private static decimal? Exact(object limit)
    {
        if (limit is not (double or float))
        {
            return Convert.ToDecimal(limit, CultureInfo.InvariantCulture);
        }

        var text = ((IFormattable)limit).ToString("R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (exact != 0 || Convert.ToDouble(limit, CultureInfo.InvariantCulture) == 0)
            ? exact
            : null;
    }

    private static bool IsNumber(object value) => value is not Enum && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private sealed class Limits(object minimum, object maximum)
    {
        public bool AreNumbers { get; } = IsNumber(minimum) && IsNumber(maximum);

        public Limit Minimum { get; } = new(minimum);

        public Limit Maximum { get; } = new(maximum);
    }

    private sealed class Limit(object value)
    {
        private readonly decimal? _exact = IsNumber(value) ? Exact(value) : null;

        public object Value => value;

        public int CompareNumber(object number)
        {
            var culture = CultureInfo.InvariantCulture;
            return number is not (double or float) && _exact is { } exact
                ? Convert.ToDecimal(number, culture).CompareTo(exact)
                : Convert.ToDouble(number, culture).CompareTo(Convert.ToDouble(value, culture));
        }
    }
}
