namespace ApiSecurity.Validation;

internal sealed class AllOfPart(SchemaEdge[] branches) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var isValid = true;
        foreach (var branch in branches)
        {
            if (!branch.Check(ref run, at))
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
