namespace ApiSecurity.Validation;

/// <summary>The codes of violations: keywords of JSON Schema where it has one, snake_case where it has none.</summary>
internal static class ViolationCodes
{
    public const string Type = "type";
    public const string Required = "required";
    public const string Enum = "enum";
    public const string Format = "format";
    public const string Pattern = "pattern";
    public const string Minimum = "minimum";
    public const string Maximum = "maximum";
    public const string MultipleOf = "multipleOf";
    public const string MinLength = "minLength";
    public const string MaxLength = "maxLength";
    public const string MinItems = "minItems";
    public const string MaxItems = "maxItems";
    public const string UnknownMember = "unknown_member";
    public const string DuplicateMember = "duplicate_member";
    public const string Discriminator = "discriminator";
    public const string Malformed = "malformed";
    public const string MaxDepth = "max_depth";
    public const string TooComplex = "too_complex";
}
