using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>A place that holds a value (a member, an item, a dictionary's value): its rule, and whether it may be <c>null</c>.</summary>
internal sealed class JsonSlot(JsonRule rule, bool allowsNull, Func<string> nullDetail)
{
    public void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            rule.Check(ref reader, run);
        }
        else if (!allowsNull)
        {
            run.Add(ViolationCodes.Type, nullDetail());
        }
    }
}
