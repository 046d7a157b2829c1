namespace ApiSecurity.Validation;

/// <summary>Some keywords of one schema that belong together.</summary>
internal abstract class SchemaPart
{
    /// <summary>Whether the value holds; tells why not, where someone asks.</summary>
    public abstract bool Check(ref SchemaRun run, SchemaNode node, int at);
}
