namespace ApiSecurity.Validation;

/// <summary>What a schema resource has for dynamic references to find.</summary>
internal sealed class SchemaScope
{
    public Dictionary<string, SchemaNode> Anchors { get; } = new(StringComparer.Ordinal);
}
