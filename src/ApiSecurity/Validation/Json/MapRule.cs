using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>A dictionary: every key and every value by the same rule.</summary>
/// <param name="keys">Reads the keys; <see langword="null"/> for texts, of which any will do.</param>
/// <param name="values">What the values must be.</param>
/// <param name="constraints">How many there may be.</param>
internal sealed class MapRule(KeyReader? keys, JsonSlot values, CountConstraint[] constraints) : JsonRule
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
        var parsed = keys is null ? null : new KeySet();
        for (; JsonText.ReadMember(ref reader); count++)
        {
            var name = JsonText.Decode(ref reader);
            run.PushChosen(name, isKey: true);
            if (!names.Add(name))
            {
                run.Add(ViolationCodes.DuplicateMember, Details.Duplicate);
            }
            else if (keys is not null)
            {
                CheckKey(ref reader, run, keys, parsed!);
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

    private static void CheckKey(ref Utf8JsonReader reader, ValidationRun run, KeyReader keys, KeySet parsed)
    {
        if (keys.Read(ref reader) is not { } key)
        {
            run.Add(ViolationCodes.Format, Details.Key);
        }
        else if (!parsed.Add(key))
        {
            run.Add(ViolationCodes.DuplicateMember, Details.Duplicate);
        }
    }
}
