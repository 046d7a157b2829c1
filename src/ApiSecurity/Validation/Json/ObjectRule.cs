using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>An object of a type: its members by their rules, no unknown ones, none twice, all that are required.</summary>
internal sealed class ObjectRule(bool ignoresCase) : JsonRule
{
    private readonly StringComparer _comparer = ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
    private JsonMember[] _members = [];
    private Dictionary<string, JsonMember> _byName = [];

    /// <summary>The rule of members that the type does not have; <see langword="null"/> refuses them.</summary>
    public JsonSlot? Unknown { get; private set; }

    /// <summary>A member that names the type, which the serializer reads by itself.</summary>
    public string? TypeMember { get; private set; }

    /// <summary>Completes the rule; a second step, because types refer to themselves.</summary>
    public void Complete(JsonMember[] members, JsonSlot? unknown, string? typeMember)
    {
        _members = members;
        _byName = new Dictionary<string, JsonMember>(_comparer);
        foreach (var member in members)
        {
            _byName[member.Name] = member;
        }

        Unknown = unknown;
        TypeMember = typeMember;
    }

    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType(ref reader, run, ViolationCodes.Type, Details.Object);
            return;
        }

        var seen = new MemberSet(_members.Length);
        var others = new NameSet(_comparer);
        var expected = 0;
        while (JsonText.ReadMember(ref reader))
        {
            var member = expected < _members.Length && JsonText.IsPlainly(ref reader, _members[expected].Utf8Name) ? _members[expected] : null;
            string? name = null;
            if (member is null)
            {
                name = JsonText.Decode(ref reader);
                _byName.TryGetValue(name, out member);
            }

            if (member is null)
            {
                CheckOther(ref reader, run, name!, ref others);
                continue;
            }

            run.Push(member.Name, member.Member);
            if (!seen.Add(member.Index))
            {
                run.Add(ViolationCodes.DuplicateMember, Details.Duplicate);
            }

            expected = member.Index + 1;
            reader.Read();
            member.Slot.Check(ref reader, run);
            run.Pop();
        }

        CheckRequired(seen, run);
    }

    private void CheckOther(ref Utf8JsonReader reader, ValidationRun run, string name, ref NameSet others)
    {
        run.PushChosen(name, isKey: false);
        if (!others.Add(name))
        {
            run.Add(ViolationCodes.DuplicateMember, Details.Duplicate);
        }
        else if (Unknown is null && name != TypeMember)
        {
            run.Add(ViolationCodes.UnknownMember, Details.Unknown);
        }

        reader.Read();
        if (Unknown is null)
        {
            AnyRule.Instance.Check(ref reader, run);
        }
        else
        {
            Unknown.Check(ref reader, run);
        }

        run.Pop();
    }

    private void CheckRequired(MemberSet seen, ValidationRun run)
    {
        foreach (var member in _members)
        {
            if (member.Missing is not null && !seen.Has(member.Index) && !run.IsFull)
            {
                run.Push(member.Name, member.Member);
                run.Add(ViolationCodes.Required, member.Missing());
                run.Pop();
            }
        }
    }
}
