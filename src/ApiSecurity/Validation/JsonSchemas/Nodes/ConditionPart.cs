namespace ApiSecurity.Validation;

/// <summary><c>if</c>, <c>then</c>, <c>else</c>.</summary>
internal sealed class ConditionPart(SchemaEdge condition, SchemaEdge? then, SchemaEdge? otherwise) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at) =>
        (run.AsksBranch(condition, at) ? then : otherwise) is not { } next || next.Check(ref run, at);
}
