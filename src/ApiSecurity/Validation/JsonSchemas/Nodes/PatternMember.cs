namespace ApiSecurity.Validation;

/// <summary>One of <c>patternProperties</c>.</summary>
internal readonly record struct PatternMember(TextPattern Pattern, SchemaEdge Edge);
