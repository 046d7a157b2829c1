using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Validation;

/// <summary>
/// A single value with a form of its own (a date, an id, an enum, bytes): the serializer itself tries to read it, so that exactly what
/// can't be bound is refused.
/// </summary>
internal sealed class SerializerRule(JsonTypeInfo type, string code, string detail, bool mayBeText, ValueConstraint[] constraints) : JsonRule
{
    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            WrongType(ref reader, run, ViolationCodes.Type, detail);
            return;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            JsonText.ThrowIfBroken(ref reader);
            if (mayBeText)
            {
                return;
            }
        }

        object? value;
        try
        {
            value = JsonSerializer.Deserialize(ref reader, type);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            run.Add(code, detail);
            return;
        }

        foreach (var constraint in constraints)
        {
            constraint.Check(value!, run);
        }
    }
}
