namespace ApiSecurity.Authorization;

/// <summary>
/// Says what the body of an endpoint is a patch of, where its type does not: a handler that takes <c>JsonElement</c>, <c>JsonNode</c> or
/// <c>JsonPatchDocument</c>, or reads the body by itself. The type's property rules are held against JSON Patch (RFC 6902) and merge patch (RFC 7396).
/// </summary>
/// <param name="type">The type that is patched.</param>
/// <exception cref="ArgumentNullException"><paramref name="type"/> is <see langword="null"/>.</exception>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class PatchOfAttribute(Type type) : Attribute
{
    /// <summary>Gets the type that is patched.</summary>
    public Type Type { get; } = type ?? throw new ArgumentNullException(nameof(type));
}
