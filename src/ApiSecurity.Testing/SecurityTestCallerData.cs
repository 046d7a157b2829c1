namespace ApiSecurity.Testing;

/// <summary>What is a caller's.</summary>
public sealed class SecurityTestCallerData
{
    private readonly Dictionary<Type, List<object>> _owned = [];
    private readonly Dictionary<Type, List<object>> _shared = [];
    private readonly Dictionary<Type, Func<CancellationToken, ValueTask<object>>> _makers = [];

    internal SecurityTestCallerData(TestCaller caller) => Caller = caller;

    /// <summary>Gets who it is.</summary>
    public TestCaller Caller { get; }

    /// <summary>Says which objects are the caller's, and nobody else's but of those who reach the whole tenant.</summary>
    /// <typeparam name="T">The objects' type: that of the object policy, or of the entity.</typeparam>
    /// <param name="ids">Their ids, as requests name them. Two at least let the kit delete one and still have one.</param>
    /// <returns>This.</returns>
    public SecurityTestCallerData Owns<T>(params object[] ids)
    {
        Add(_owned, typeof(T), ids);
        return this;
    }

    /// <summary>Says which objects of others the caller may reach as well.</summary>
    /// <typeparam name="T">The objects' type.</typeparam>
    /// <param name="ids">Their ids.</param>
    /// <returns>This.</returns>
    public SecurityTestCallerData MayReach<T>(params object[] ids)
    {
        Add(_shared, typeof(T), ids);
        return this;
    }

    /// <summary>Says how one more object of the caller's is made, behind the API. With it the kit sees whether others' counts and lists change.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="make">Makes one and gives its id.</param>
    /// <returns>This.</returns>
    public SecurityTestCallerData Makes<T>(Func<CancellationToken, ValueTask<object>> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _makers[typeof(T)] = make;
        return this;
    }

    internal IEnumerable<Type> Types => _owned.Keys;

    internal IReadOnlyDictionary<Type, Func<CancellationToken, ValueTask<object>>> Makers => _makers;

    internal IReadOnlyList<object> IdsOf(Type type) => _owned.GetValueOrDefault(type) ?? [];

    internal bool MayReach(Type type, object id) => IdsOf(type).Contains(id) || _shared.GetValueOrDefault(type)?.Contains(id) is true;

    private static void Add(Dictionary<Type, List<object>> to, Type type, object[] ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (!to.TryGetValue(type, out var list))
        {
            to[type] = list = [];
        }

        list.AddRange(ids);
    }
}
