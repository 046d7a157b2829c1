using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>A dictionary: any member names, every value by the same rule.</summary>
internal sealed class MapRule(JsonSlot values, CountConstraint[] constraints) : JsonRule
{
    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType(ref reader, run, ViolationCodes.Type, Details.Object);
            return;
        }

        var count = 0;
        var names = new NameSet(StringComparer.Ordinal);
        for (; JsonText.ReadMember(ref reader); count++)
        {
            var name = JsonText.Decode(ref reader);
            run.PushChosen(name, isKey: true);
            if (!names.Add(name))
            {
                run.Add(ViolationCodes.DuplicateMember, Details.Duplicate);
            }

            reader.Read();
            values.Check(ref reader, run);
            run.Pop();
        }

        foreach (var constraint in constraints)
        {
            constraint.Check(count, run);
        }
    }
}
