namespace ApiSecurity.Authorization;

/// <summary>Says which objects have opaque ids.</summary>
public sealed class OpaqueIdsBuilder
{
    private readonly Dictionary<Type, string> _names;

    internal OpaqueIdsBuilder(Dictionary<Type, string> names) => _names = names;

    /// <summary>
    /// The ids of a type's objects are opaque: <see cref="OpaqueId{T, TKey}"/> and <see cref="OpaqueIdAttribute{T}"/> can be used for them, and the route's or query's id of an
    /// <c>Authorized&lt;T&gt;</c> or <c>[AuthorizeObject&lt;T&gt;]</c> is read as one.
    /// </summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="name">
    /// What the ids are bound to beside the key, so that an order's id is none of a customer's. Keep it when the type is renamed: with another name all ids are others.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The type has another name, or another type has the name.</exception>
    public OpaqueIdsBuilder For<T>(string? name = null)
        where T : class
    {
        var given = name ?? typeof(T).Name;
        ArgumentException.ThrowIfNullOrWhiteSpace(given, nameof(name));
        foreach (var (type, known) in _names)
        {
            if (type == typeof(T) ? known != given : known == given)
            {
                throw new InvalidOperationException($"Opaque ids of {type.Name} are called \"{known}\" already, and those of {typeof(T).Name} would be called \"{given}\". Each type has one name of its own: For<{typeof(T).Name}>(\"…\").");
            }
        }

        _names[typeof(T)] = given;
        return this;
    }
}
