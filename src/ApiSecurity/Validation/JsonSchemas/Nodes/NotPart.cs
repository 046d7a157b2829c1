namespace ApiSecurity.Validation;

internal sealed class NotPart(SchemaEdge schema) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        // What is looked at in there counts for nothing outside; inside, it may.
        var frame = run.Frame;
        run.Frame = -1;
        var holds = run.Asks(schema, at);
        run.Frame = frame;
        if (holds)
        {
            run.Fail(node, "not", at, Messages.Not);
        }

        return !holds;
    }
}
