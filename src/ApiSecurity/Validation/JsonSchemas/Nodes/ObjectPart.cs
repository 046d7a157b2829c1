namespace ApiSecurity.Validation;

internal sealed class ObjectPart : SchemaPart
{
    public long MinProperties { get; init; }

    public long MaxProperties { get; init; } = long.MaxValue;

    public required MemberTable Members { get; init; }

    public PatternMember[] Patterns { get; init; } = [];

    /// <summary>The schema of members that neither a name nor a pattern means.</summary>
    public SchemaEdge? Additional { get; init; }

    public SchemaEdge? Names { get; init; }

    /// <summary>What must be there because it is required, or because something else is there.</summary>
    public PresencePart? Presence { get; init; }

    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var count = run.Tape.Tokens[at].Length;
        var isValid = true;
        if (count < MinProperties)
        {
            isValid = false;
            run.Fail(node, "minProperties", at, Messages.MinProperties);
        }

        if (count > MaxProperties)
        {
            isValid = false;
            run.Fail(node, "maxProperties", at, Messages.MaxProperties);
        }

        if (!isValid && run.EndsAtFailure)
        {
            return false;
        }

        if (Presence is null || Presence.IsSmall)
        {
            var seen = 0UL;
            isValid = CheckMembers(ref run, at, ref seen, -1) && isValid;
            return Presence is null || (!isValid && run.EndsAtFailure) ? isValid : Presence.Check(ref run, node, at, seen, -1) && isValid;
        }

        var frame = run.Buffer.Bits.Push(Presence.Words);
        var none = 0UL;
        isValid = CheckMembers(ref run, at, ref none, frame) && isValid;
        if (isValid || !run.EndsAtFailure)
        {
            isValid = Presence.Check(ref run, node, at, none, frame) && isValid;
        }

        run.Buffer.Bits.Pop(frame);
        return isValid;
    }

    private bool CheckMembers(ref SchemaRun run, int at, ref ulong seen, int presence)
    {
        if (run.IsAsking && run.Report is null && Members.HasBoth && !HasShallow(ref run, at))
        {
            return false;
        }

        var tokens = run.Tape.Tokens;
        var end = tokens[at].Link;
        var (frame, isAsking) = (run.Frame, run.IsAsking);
        (run.Frame, run.IsAsking) = (-1, false);
        var (isValid, index) = (true, 0);
        for (var name = at + 1; name < end; name = tokens[name + 1].Link, index++)
        {
            var isEvaluated = false;
            var id = tokens[name].NameId;
            if (id >= 0 && Members.Find(id) is { } member)
            {
                seen |= member.Bit;
                if (presence >= 0 && member.Place >= 0)
                {
                    run.Buffer.Bits.Set(presence, member.Place);
                }

                if (member.HasSchema)
                {
                    isEvaluated = true;
                    isValid &= member.Edge.Check(ref run, name + 1);
                }
            }

            if (Patterns.Length > 0)
            {
                isValid &= CheckPatterns(ref run, name, ref isEvaluated);
            }

            if (!isEvaluated && Additional is { } additional)
            {
                isEvaluated = true;
                isValid &= additional.Check(ref run, name + 1);
            }

            if (Names is { } names)
            {
                isValid &= names.Check(ref run, name);
            }

            if (isEvaluated && frame >= 0)
            {
                run.Buffer.Bits.Set(frame, index);
            }

            if (!isValid && run.EndsAtFailure)
            {
                break;
            }
        }

        (run.Frame, run.IsAsking) = (frame, isAsking);
        return isValid;
    }

    /// <summary>
    /// Looks at the members first whose schemas are short: a branch that is not meant mostly fails there (<c>"type": { "const": … }</c>), before
    /// it has gone into what the other members hold.
    /// </summary>
    private bool HasShallow(ref SchemaRun run, int at)
    {
        var tokens = run.Tape.Tokens;
        var end = tokens[at].Link;
        for (var name = at + 1; name < end; name = tokens[name + 1].Link)
        {
            var id = tokens[name].NameId;
            if (id >= 0 && Members.Find(id) is { IsShallow: true } member && !member.Edge.Node.Check(ref run, name + 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool CheckPatterns(ref SchemaRun run, int name, ref bool isEvaluated)
    {
        var isValid = true;
        foreach (var pattern in Patterns)
        {
            if (pattern.Pattern.Matches(ref run, run.Tape.TextOf(name, ref run.Buffer.Scratch)))
            {
                isEvaluated = true;
                isValid &= pattern.Edge.Check(ref run, name + 1);
            }
        }

        return isValid;
    }
}
