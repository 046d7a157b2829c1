namespace ApiSecurity.Errors;

/// <summary>What is told of values that can't be bound. The codes are those of request validation.</summary>
internal static class BindingTexts
{
    public const string TypeCode = "type";
    public const string RequiredCode = "required";
    public const string UnknownCode = "unknown_member";
    public const string DuplicateCode = "duplicate_member";
    public const string MalformedCode = "malformed";
    public const string FormatCode = "format";

    public const string Type = "The value does not have the type or form that is expected here.";
    public const string Required = "A value is required.";
    public const string RequiredBody = "A body is required.";
    public const string Unknown = "The member is not known here.";
    public const string Duplicate = "The member occurs more than once.";
    public const string Malformed = "The body is not valid JSON.";
}
