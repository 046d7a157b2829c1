namespace ApiSecurity.Validation;

/// <summary>A name that an object schema speaks of.</summary>
/// <param name="Id">Its number in the schema's <see cref="NameTable"/>.</param>
/// <param name="Edge">Its schema, if it has one.</param>
/// <param name="Place">The place of its bit among the names whose presence counts, or -1.</param>
internal sealed record SchemaMember(int Id, SchemaEdge Edge, int Place)
{
    private const int WordBits = 64;

    public bool HasSchema { get; } = Edge.Node is not null;

    /// <summary>Whether its schema is a short one; known when all are compiled.</summary>
    public bool IsShallow { get; private set; }

    public void Complete() => IsShallow = HasSchema && Edge.Node.IsShallow;

    /// <summary>Its bit, where one word has room for all of them.</summary>
    public ulong Bit { get; } = Place is >= 0 and < WordBits ? 1UL << Place : 0;
}
