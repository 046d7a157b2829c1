using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>What a validation found.</summary>
public sealed class JsonSchemaResult
{
    internal static readonly JsonSchemaResult Valid = new([]);

    internal JsonSchemaResult(IReadOnlyList<JsonSchemaError> errors) => Errors = errors;

    /// <summary>Gets a value indicating whether the document is JSON, within the limits, and what the schema allows.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>Gets the errors, at most <see cref="JsonSchemaOptions.MaxErrors"/>; none if the document is valid.</summary>
    public IReadOnlyList<JsonSchemaError> Errors { get; }

    /// <summary>
    /// Writes output units for tools, in the format <c>detailed</c> of JSON Schema 2020-12 (core, section 12.4.3): <c>valid</c>, and <c>errors</c> with
    /// <c>keywordLocation</c>, <c>absoluteKeywordLocation</c>, <c>instanceLocation</c>, <c>error</c>, and <c>errors</c> within for branches.
    /// </summary>
    /// <param name="writer">Where to write to; it is not flushed.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteBoolean("valid", IsValid);
        if (!IsValid)
        {
            WriteErrors(writer, Errors);
        }

        writer.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<JsonSchemaError> errors)
    {
        writer.WriteStartArray("errors");
        foreach (var error in errors)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("valid", false);
            writer.WriteString("keywordLocation", error.SchemaPointer);
            writer.WriteString("absoluteKeywordLocation", error.SchemaLocation);
            writer.WriteString("instanceLocation", error.InstancePointer);
            writer.WriteString("error", error.Message);
            if (error.Causes.Count > 0)
            {
                WriteErrors(writer, error.Causes);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
