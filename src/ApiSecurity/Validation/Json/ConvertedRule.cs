using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Validation;

/// <summary>
/// A value that the application reads by a converter of its own: only the converter knows what it may look like, so it reads the value,
/// and the annotations look at what it made of it.
/// </summary>
internal sealed class ConvertedRule(JsonTypeInfo type, AnyRule any, ValueConstraint[] constraints) : JsonRule
{
    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        var end = reader;
        any.Check(ref end, run);
        object? value;
        try
        {
            value = JsonSerializer.Deserialize(ref reader, type);
        }
#pragma warning disable CA1031 // What the converter can't read, it will tell when the endpoint's body is bound.
        catch (Exception)
#pragma warning restore CA1031
        {
            value = null;
        }

        reader = end;
        if (value is null)
        {
            return;
        }

        foreach (var constraint in constraints)
        {
            constraint.Check(value, run);
        }
    }
}
