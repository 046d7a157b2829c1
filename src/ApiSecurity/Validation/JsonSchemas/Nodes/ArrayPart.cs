namespace ApiSecurity.Validation;

internal sealed class ArrayPart : SchemaPart
{
    public long MinItems { get; init; }

    public long MaxItems { get; init; } = long.MaxValue;

    public bool AreUnique { get; init; }

    /// <summary>The schemas of the first items, by their place.</summary>
    public SchemaEdge[] Prefix { get; init; } = [];

    /// <summary>The schema of the items behind them.</summary>
    public SchemaEdge? Items { get; init; }

    public ContainsPart? Contains { get; init; }

    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var count = run.Tape.Tokens[at].Length;
        var isValid = true;
        if (count < MinItems)
        {
            isValid = false;
            run.Fail(node, "minItems", at, Messages.MinItems);
        }

        if (count > MaxItems)
        {
            isValid = false;
            run.Fail(node, "maxItems", at, Messages.MaxItems);
        }

        if (!isValid && run.EndsAtFailure)
        {
            return false;
        }

        var frame = run.Frame;
        run.Frame = -1;
        isValid = CheckItems(ref run, at, frame) && isValid;
        if ((isValid || !run.EndsAtFailure) && Contains is not null)
        {
            isValid = Contains.Check(ref run, node, at, frame) && isValid;
        }

        run.Frame = frame;
        if ((isValid || !run.EndsAtFailure) && AreUnique && !UniqueItems.AreUnique(ref run, at))
        {
            isValid = false;
            run.Fail(node, "uniqueItems", at, Messages.UniqueItems);
        }

        return isValid;
    }

    private bool CheckItems(ref SchemaRun run, int at, int frame)
    {
        if (Prefix.Length == 0 && Items is null)
        {
            return true;
        }

        var isValid = true;
        var end = run.Tape.Tokens[at].Link;
        var index = 0;
        for (var item = at + 1; item < end; item = run.Tape.Tokens[item].Link, index++)
        {
            SchemaEdge edge;
            if (index < Prefix.Length)
            {
                edge = Prefix[index];
            }
            else if (Items is not null)
            {
                edge = Items.Value;
            }
            else
            {
                break;
            }

            if (frame >= 0)
            {
                run.Buffer.Bits.Set(frame, index);
            }

            if (!edge.Check(ref run, item))
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
}
