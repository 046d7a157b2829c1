namespace ApiSecurity.Validation;

/// <summary>What is said of a failure. Never a word of the document: a message may be shown and logged.</summary>
internal static class Messages
{
    public const string Never = "Nothing is allowed here.";
    public const string Const = "The value is not the one that is allowed.";
    public const string Enum = "The value is not one of those that are allowed.";
    public const string AnyOf = "The value holds none of the schemas, one of which it must hold.";
    public const string OneOfNone = "The value holds none of the schemas, exactly one of which it must hold.";
    public const string OneOfMany = "The value holds more than one of the schemas, exactly one of which it must hold.";
    public const string Not = "The value holds the schema that it must not hold.";
    public const string Minimum = "The number is too small.";
    public const string Maximum = "The number is too large.";
    public const string MultipleOf = "The number is not a multiple of the one that it must be a multiple of.";
    public const string MinLength = "The text is too short.";
    public const string MaxLength = "The text is too long.";
    public const string Pattern = "The text does not match the pattern.";
    public const string Format = "The text does not have the format.";
    public const string Content = "The text does not have the content that it must have.";
    public const string MinItems = "The array has too few items.";
    public const string MaxItems = "The array has too many items.";
    public const string UniqueItems = "The array has the same item twice.";
    public const string Contains = "The array has too few items that hold the schema.";
    public const string MaxContains = "The array has too many items that hold the schema.";
    public const string MinProperties = "The object has too few members.";
    public const string MaxProperties = "The object has too many members.";
    public const string Required = "A member that is required is missing.";
    public const string DependentRequired = "A member that another one requires is missing.";
    public const string Malformed = "The text is not JSON.";
    public const string Encoding = "The text is not valid UTF-8, or has half a surrogate pair.";
    public const string Duplicate = "The object has the same member twice.";
    public const string TooDeep = "The document is nested deeper than allowed.";
    public const string TooLarge = "The document is longer than allowed.";
    public const string TooComplex = "The document takes more work to check than allowed.";

    public static string Type(JsonTypes types)
    {
        var names = new List<string>();
        Add(JsonTypes.Null, "null");
        Add(JsonTypes.Boolean, "boolean");
        Add(JsonTypes.Object, "object");
        Add(JsonTypes.Array, "array");
        Add(JsonTypes.Number, "number");
        Add(JsonTypes.Text, "string");
        if ((types & (JsonTypes.Whole | JsonTypes.WrittenWhole)) != 0)
        {
            names.Add("integer");
        }

        return $"The value must be of type {string.Join(" or ", names)}.";

        void Add(JsonTypes type, string name)
        {
            if ((types & type) != 0)
            {
                names.Add(name);
            }
        }
    }
}
