namespace ApiSecurity.Validation;

/// <summary><c>$dynamicRef</c> and <c>$recursiveRef</c>: the outermost resource on the way here that has the anchor says what is meant.</summary>
internal sealed class DynamicReferencePart(SchemaEdge first, string anchor) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at) =>
        new SchemaEdge(run.Scopes?.Find(anchor) ?? first.Node, first.Path).Check(ref run, at);
}
