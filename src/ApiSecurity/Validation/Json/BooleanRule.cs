using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanRule(ValueConstraint[] constraints) : JsonRule
{
    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            WrongType(ref reader, run, ViolationCodes.Type, Details.Boolean);
            return;
        }

        foreach (var constraint in constraints)
        {
            constraint.Check(reader.TokenType == JsonTokenType.True, run);
        }
    }
}
