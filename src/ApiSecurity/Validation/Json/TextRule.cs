using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>A string.</summary>
internal sealed class TextRule(ValueConstraint[] constraints) : JsonRule
{
    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            WrongType(ref reader, run, ViolationCodes.Type, Details.Text);
            return;
        }

        if (constraints.Length == 0)
        {
            JsonText.ThrowIfBroken(ref reader);
            return;
        }

        var text = JsonText.Decode(ref reader);
        foreach (var constraint in constraints)
        {
            constraint.Check(text, run);
        }
    }
}
