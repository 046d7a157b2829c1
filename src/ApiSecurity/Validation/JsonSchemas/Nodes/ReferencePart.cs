namespace ApiSecurity.Validation;

/// <summary><c>$ref</c>.</summary>
internal sealed class ReferencePart(SchemaEdge target) : SchemaPart
{
    public SchemaNode Target => target.Node;

    public override bool Check(ref SchemaRun run, SchemaNode node, int at) => target.Check(ref run, at);
}
