namespace ApiSecurity.Authorization;

/// <summary>A type that the application says is an entity, or is what all entities derive from.</summary>
internal sealed record EntityRegistration(Type Type);
