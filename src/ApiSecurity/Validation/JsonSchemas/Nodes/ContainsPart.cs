namespace ApiSecurity.Validation;

/// <summary><c>contains</c> with its bounds.</summary>
internal sealed class ContainsPart(SchemaEdge schema, long minimum, long maximum, bool isEvaluation)
{
    /// <param name="run">The validation.</param>
    /// <param name="node">The schema that has the keyword.</param>
    /// <param name="at">The array.</param>
    /// <param name="frame">Where to note the items that are contained: since 2020-12 they count as evaluated.</param>
    public bool Check(ref SchemaRun run, SchemaNode node, int at, int frame)
    {
        var notes = isEvaluation && frame >= 0;
        var (found, index) = (0L, 0);
        var end = run.Tape.Tokens[at].Link;
        for (var item = at + 1; item < end; item = run.Tape.Tokens[item].Link, index++)
        {
            if (!run.Asks(schema, item))
            {
                continue;
            }

            found++;
            if (notes)
            {
                run.Buffer.Bits.Set(frame, index);
            }
            else if (found > maximum || (found >= minimum && maximum == long.MaxValue))
            {
                break;
            }
        }

        if (found < minimum)
        {
            run.Fail(node, minimum == 1 ? "contains" : "minContains", at, Messages.Contains);
            return false;
        }

        if (found > maximum)
        {
            run.Fail(node, "maxContains", at, Messages.MaxContains);
            return false;
        }

        return true;
    }
}
