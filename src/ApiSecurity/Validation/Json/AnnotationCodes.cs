using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Validation;

/// <summary>Which keyword of JSON Schema a DataAnnotation stands for; for one that stands for two, by the value that broke it.</summary>
internal static class AnnotationCodes
{
    private static readonly Func<object, string> Format = static _ => ViolationCodes.Format;
    public static readonly Func<object, string> Enum = static _ => ViolationCodes.Enum;

    public static Func<object, string>? ForText(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => static _ => ViolationCodes.Required,
        StringLengthAttribute length => value => Length(value, length.MinimumLength),
        LengthAttribute length => value => Length(value, length.MinimumLength),
        MinLengthAttribute => static _ => ViolationCodes.MinLength,
        MaxLengthAttribute => static _ => ViolationCodes.MaxLength,
        EmailAddressAttribute or PhoneAttribute or UrlAttribute or CreditCardAttribute or Base64StringAttribute or FileExtensionsAttribute => Format,
        AllowedValuesAttribute or DeniedValuesAttribute or EnumDataTypeAttribute => Enum,
        _ => null,
    };

    private static string Length(object value, int minimum) =>
        ((string)value).Length < minimum ? ViolationCodes.MinLength : ViolationCodes.MaxLength;
}
