namespace ApiSecurity.Validation;

internal sealed class OneOfPart(SchemaEdge[] branches) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var count = 0;
        foreach (var branch in branches)
        {
            if (run.AsksBranch(branch, at) && ++count > 1)
            {
                run.Fail(node, "oneOf", at, Messages.OneOfMany);
                return false;
            }
        }

        if (count == 0 && run.Report is { } report)
        {
            var causes = report.CausesOf(ref run, branches, at);
            report.Add(run.Tape, run.Buffer, at, node, "oneOf", Messages.OneOfNone, causes);
        }

        return count == 1;
    }
}
