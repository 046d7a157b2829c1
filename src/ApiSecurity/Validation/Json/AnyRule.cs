using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>Any value at all, as long as it is JSON that every reader reads alike: no duplicate members, no broken text.</summary>
internal sealed class AnyRule(StringComparer comparer) : JsonRule
{
    public static readonly AnyRule Instance = new(StringComparer.Ordinal);

    public static readonly AnyRule IgnoringCase = new(StringComparer.OrdinalIgnoreCase);

    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var names = new NameSet(comparer);
                while (JsonText.ReadMember(ref reader))
                {
                    var name = JsonText.Decode(ref reader);
                    run.PushChosen(name, isKey: true);
                    if (!names.Add(name))
                    {
                        run.Add(ViolationCodes.DuplicateMember, Details.Duplicate);
                    }

                    reader.Read();
                    Check(ref reader, run);
                    run.Pop();
                }

                break;
            case JsonTokenType.StartArray:
                for (var index = 0; JsonText.ReadItem(ref reader); index++)
                {
                    run.PushItem(index);
                    Check(ref reader, run);
                    run.Pop();
                }

                break;
            case JsonTokenType.String:
                JsonText.ThrowIfBroken(ref reader);
                break;
        }
    }
}
