namespace ApiSecurity.Authorization;

/// <summary>The types that have opaque ids, with the names that the ids are bound to.</summary>
internal sealed class OpaqueIdNames
{
    public Dictionary<Type, string> Names { get; } = [];
}
