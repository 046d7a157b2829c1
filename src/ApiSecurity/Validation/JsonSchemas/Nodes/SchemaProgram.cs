namespace ApiSecurity.Validation;

/// <summary>A compiled schema.</summary>
/// <param name="Root">Where it begins.</param>
/// <param name="Names">The names of members that it speaks of.</param>
/// <param name="IsDynamic">Whether it has references that depend on the way to them.</param>
internal sealed record SchemaProgram(SchemaNode Root, NameTable Names, bool IsDynamic);
