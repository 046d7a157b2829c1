namespace ApiSecurity.Validation;

/// <summary>What a name's presence asks for.</summary>
/// <param name="Place">The name.</param>
/// <param name="Required">Names that must be there too.</param>
/// <param name="Schema">A schema that the whole object must hold.</param>
/// <param name="Keyword">The keyword that says so.</param>
internal sealed record PresenceRule(int Place, int[] Required, SchemaEdge? Schema, string Keyword);
