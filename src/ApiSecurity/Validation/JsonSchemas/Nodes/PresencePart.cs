namespace ApiSecurity.Validation;

/// <summary><c>required</c>, <c>dependentRequired</c>, <c>dependentSchemas</c>: what must hold because names are there or must be.</summary>
internal sealed class PresencePart(int places, int[] required, PresenceRule[] rules)
{
    private const int WordBits = 64;

    private readonly ulong _required = places <= WordBits ? required.Aggregate(0UL, (bits, place) => bits | (1UL << place)) : 0;

    /// <summary>Whether one word has room for the bits of all names.</summary>
    public bool IsSmall => places <= WordBits;

    public int Words => BitStack.WordsFor(places);

    public bool Check(ref SchemaRun run, SchemaNode node, int at, ulong seen, int frame)
    {
        var isValid = true;
        if (IsSmall ? (seen & _required) != _required : !HasAll(ref run, required, seen, frame))
        {
            isValid = false;
            foreach (var place in required)
            {
                if (!Has(ref run, place, seen, frame) && !run.Fail(node, "required", at, Messages.Required))
                {
                    return false;
                }
            }
        }

        foreach (var rule in rules)
        {
            if (!Has(ref run, rule.Place, seen, frame))
            {
                continue;
            }

            if (rule.Required.Length > 0 && !HasAll(ref run, rule.Required, seen, frame))
            {
                isValid = false;
                if (!run.Fail(node, rule.Keyword, at, Messages.DependentRequired))
                {
                    return false;
                }
            }

            if (rule.Schema is { } schema && !schema.Check(ref run, at))
            {
                isValid = false;
                if (run.EndsAtFailure)
                {
                    return false;
                }
            }
        }

        return isValid;
    }

    private bool Has(ref SchemaRun run, int place, ulong seen, int frame) =>
        IsSmall ? (seen & (1UL << place)) != 0 : run.Buffer.Bits.Has(frame, place);

    private bool HasAll(ref SchemaRun run, int[] all, ulong seen, int frame)
    {
        foreach (var place in all)
        {
            if (!Has(ref run, place, seen, frame))
            {
                return false;
            }
        }

        return true;
    }
}
