namespace ApiSecurity.Validation;

/// <summary>One reason why a document was refused.</summary>
public sealed class JsonSchemaError
{
    internal JsonSchemaError(
        JsonSchemaErrorKind kind, string instancePointer, string schemaPointer, string schemaLocation, string keyword, string message, IReadOnlyList<JsonSchemaError> causes)
    {
        Kind = kind;
        InstancePointer = instancePointer;
        SchemaPointer = schemaPointer;
        SchemaLocation = schemaLocation;
        Keyword = keyword;
        Message = message;
        Causes = causes;
    }

    /// <summary>Gets what kind of reason it is.</summary>
    public JsonSchemaErrorKind Kind { get; }

    /// <summary>
    /// Gets where in the document, as a JSON pointer (RFC 6901): the <c>instanceLocation</c> of the specification's output. It has the names that the document has.
    /// </summary>
    public string InstancePointer { get; }

    /// <summary>Gets the way through the schema, over references, as a JSON pointer: the <c>keywordLocation</c> of the specification's output.</summary>
    public string SchemaPointer { get; }

    /// <summary>Gets the address of the keyword, without references on the way: the <c>absoluteKeywordLocation</c> of the specification's output.</summary>
    public string SchemaLocation { get; }

    /// <summary>Gets the keyword that does not hold (<c>required</c>); empty for the schema <c>false</c>, and where it is not the schema that does not hold.</summary>
    public string Keyword { get; }

    /// <summary>Gets what is wrong, in words. It never repeats anything of the document.</summary>
    public string Message { get; }

    /// <summary>Gets why no branch of <c>anyOf</c> or <c>oneOf</c> holds; empty unless <see cref="JsonSchemaOptions.MaxErrors"/> is more than one.</summary>
    public IReadOnlyList<JsonSchemaError> Causes { get; }
}
