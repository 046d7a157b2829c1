using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>Which keyword of JSON Schema a DataAnnotation stands for; for one that stands for two, by the value that broke it.</summary>
internal static class AnnotationCodes
{
    private static readonly Func<object, string> Format = static _ => ViolationCodes.Format;
    private static readonly Func<object, string> Enum = static _ => ViolationCodes.Enum;

    public static Func<object, string>? ForText(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => static _ => ViolationCodes.Required,
        StringLengthAttribute length => value => Length(value, length.MinimumLength),
        LengthAttribute length => value => Length(value, length.MinimumLength),
        MinLengthAttribute => static _ => ViolationCodes.MinLength,
        MaxLengthAttribute => static _ => ViolationCodes.MaxLength,
        EmailAddressAttribute or PhoneAttribute or UrlAttribute or CreditCardAttribute or Base64StringAttribute or FileExtensionsAttribute => Format,
        RangeAttribute or AllowedValuesAttribute or DeniedValuesAttribute or EnumDataTypeAttribute => ForValue(attribute),
        _ => null,
    };

    public static Func<object, string> ForValue(ValidationAttribute attribute) =>
        attribute is RangeAttribute range ? value => Range(value, range) : Enum;

    private static string Length(object value, int minimum) =>
        ((string)value).Length < minimum ? ViolationCodes.MinLength : ViolationCodes.MaxLength;

    /// <summary>The limits have their type only after the attribute has been used, so this asks it after the fact.</summary>
    private static string Range(object value, RangeAttribute range)
    {
        try
        {
            var operand = Convert.ChangeType(value, range.OperandType, CultureInfo.InvariantCulture);
            var order = ((IComparable)operand).CompareTo(range.Minimum);
            return order < 0 || (order == 0 && range.MinimumIsExclusive) ? ViolationCodes.Minimum : ViolationCodes.Maximum;
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            return ViolationCodes.Type;
        }
    }
}
