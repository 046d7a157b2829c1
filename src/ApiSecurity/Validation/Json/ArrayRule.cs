using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>An array: every item by the same rule, and the count.</summary>
internal sealed class ArrayRule(JsonSlot items, CountConstraint[] constraints) : JsonRule
{
    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            WrongType(ref reader, run, ViolationCodes.Type, Details.Array);
            return;
        }

        var count = 0;
        for (; JsonText.ReadItem(ref reader); count++)
        {
            run.PushItem(count);
            items.Check(ref reader, run);
            run.Pop();
        }

        foreach (var constraint in constraints)
        {
            constraint.Check(count, run);
        }
    }
}
