namespace ApiSecurity.Validation;

/// <summary>What clients are told where no DataAnnotation has a text of its own.</summary>
internal static class Details
{
    public const string Unknown = "The member is not known here.";
    public const string Duplicate = "The member occurs more than once.";
    public const string NotNull = "The value must not be null.";
    public const string Object = "The value must be an object.";
    public const string Array = "The value must be an array.";
    public const string Text = "The value must be a string.";
    public const string Boolean = "The value must be true or false.";
    public const string Number = "The value must be a number.";
    public const string Form = "The value does not have the form that is expected here.";
    public const string Key = "The key does not have the form that is expected here.";
    public const string Enum = "The value is not one of those that are allowed here.";
    public const string Discriminator = "The value does not name a type that is known here.";
    public const string NoDiscriminator = "The member that names the type is missing.";
    public const string NoFirstDiscriminator = "The member that names the type is missing; it must stand first.";
    public const string Unchecked = "The body holds a value that can't be checked.";
    public const string TooDeep = "The body is nested too deeply.";
    public const string Malformed = "The body is not valid JSON.";
}
