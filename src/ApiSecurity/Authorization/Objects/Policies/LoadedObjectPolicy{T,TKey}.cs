namespace ApiSecurity.Authorization;

/// <summary>
/// Who may have which objects of a type that can't be queried by LINQ: they come from a document store, another service or a file. They are loaded
/// by their id, and the rule is asked in memory before anybody sees them.
/// </summary>
/// <typeparam name="T">The type of the objects.</typeparam>
/// <typeparam name="TKey">The type of their id, as in <see cref="ObjectPolicy{T, TKey}"/>.</typeparam>
public abstract class LoadedObjectPolicy<T, TKey> : ObjectPolicy<T>, IObjectPolicy<T>
    where T : class
    where TKey : notnull
{
    bool IObjectPolicy<T>.IsExistencePublic => ExistenceIsPublic;

    bool IObjectPolicy<T>.ExplainsRefusals => Explains;

    /// <summary>Gets whether the event of a refusal tells which rule refused, at the price of loading the object once more.</summary>
    /// <value>The default is <see langword="false"/>, because it may be far away.</value>
    protected override bool ExplainsRefusals => false;

    /// <summary>Loads an object, whoever asks. It is handed out only if the rule allows it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels it; the request's.</param>
    /// <returns>The object; <see langword="null"/> if it is not there.</returns>
    protected abstract ValueTask<T?> LoadAsync(TKey id, CancellationToken cancellationToken);

    /// <summary>Loads several objects, whoever asks; for references in a body.</summary>
    /// <param name="ids">Their ids, each once.</param>
    /// <param name="cancellationToken">Cancels it; the request's.</param>
    /// <returns>Those that are there. The default loads one after the other.</returns>
    protected virtual async ValueTask<IReadOnlyDictionary<TKey, T>> LoadManyAsync(IReadOnlyCollection<TKey> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var found = new Dictionary<TKey, T>(ids.Count);
        foreach (var id in ids)
        {
            if (await LoadAsync(id, cancellationToken).ConfigureAwait(false) is { } value)
            {
                found[id] = value;
            }
        }

        return found;
    }

    ObjectRule<T>? IObjectPolicy<T>.RuleFor(Caller caller, Operation operation) => Rule(caller, operation);

    ObjectRule<T>? IObjectPolicy<T>.ResultRuleFor(Caller caller, Operation operation) => ResultRule(caller, operation);

    async ValueTask<T?> IObjectPolicy<T>.LoadAsync(object id, ObjectRule<T> rule, CancellationToken cancellationToken) =>
        await LoadAsync(ObjectKey<TKey>.Of(id, GetType()), cancellationToken).ConfigureAwait(false) is { } value && rule.Compile().Allows(value) ? value : null;

    async ValueTask<IReadOnlySet<object>> IObjectPolicy<T>.FindAsync(
        IReadOnlyCollection<object> ids, ObjectRule<T> rule, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => ObjectKey<TKey>.Of(id, GetType())).ToHashSet();
        var found = await LoadManyAsync(wanted, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"{GetType().Name}.{nameof(LoadManyAsync)} returned null. Return an empty dictionary for nothing.");
        var compiled = rule.Compile();
        return found.Where(pair => pair.Value is not null && wanted.Contains(pair.Key) && compiled.Allows(pair.Value)).Select(pair => (object)pair.Key).ToHashSet();
    }

    async ValueTask<ObjectExplanation> IObjectPolicy<T>.ExplainAsync(object id, Caller caller, Operation operation, CancellationToken cancellationToken)
    {
        if (Parts(caller, operation) is not { } parts || await LoadAsync(ObjectKey<TKey>.Of(id, GetType()), cancellationToken).ConfigureAwait(false) is not { } value)
        {
            return ObjectExplanation.Absent;
        }

        return ObjectExplanation.Of([.. parts.Select(part => part.Name)], PolicyExpression.Answers([.. parts.Select(part => part.Rule)]).Compile(preferInterpretation: true)(value));
    }

    object? IObjectPolicy<T>.ReadId(object value) => ObjectKey<TKey>.Read(typeof(T), value);
}
