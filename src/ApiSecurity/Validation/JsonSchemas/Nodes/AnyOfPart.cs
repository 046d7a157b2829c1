namespace ApiSecurity.Validation;

internal sealed class AnyOfPart(SchemaEdge[] branches) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var isValid = false;
        foreach (var branch in branches)
        {
            if (run.AsksBranch(branch, at))
            {
                isValid = true;
                // Where something asks what was evaluated, all that hold count.
                if (run.Frame < 0)
                {
                    return true;
                }
            }
        }

        if (!isValid && run.Report is { } report)
        {
            var causes = report.CausesOf(ref run, branches, at);
            report.Add(run.Tape, run.Buffer, at, node, "anyOf", Messages.AnyOf, causes);
        }

        return isValid;
    }
}
