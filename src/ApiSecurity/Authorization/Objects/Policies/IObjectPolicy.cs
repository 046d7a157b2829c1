namespace ApiSecurity.Authorization;

/// <summary>A policy, seen by code that knows the object's type but not that of its key.</summary>
internal interface IObjectPolicy<T>
    where T : class
{
    /// <inheritdoc cref="ObjectPolicy{T}.IsExistencePublic"/>
    bool IsExistencePublic { get; }

    /// <inheritdoc cref="ObjectPolicy{T}.ExplainsRefusals"/>
    bool ExplainsRefusals { get; }

    /// <returns>Boundary and rule in one; <see langword="null"/> if the caller gets nothing at all.</returns>
    ObjectRule<T>? RuleFor(Caller caller, Operation operation);

    /// <returns>Boundary and the rule for what was changed, in one; <see langword="null"/> if the caller gets nothing at all.</returns>
    ObjectRule<T>? ResultRuleFor(Caller caller, Operation operation);

    /// <returns>The one object with the id, if the rule is true for it.</returns>
    /// <exception cref="ArgumentException">The id is not of the policy's type.</exception>
    ValueTask<T?> LoadAsync(object id, ObjectRule<T> rule, CancellationToken cancellationToken);

    /// <returns>Those of the ids whose objects are there, and for which the rule is true.</returns>
    ValueTask<IReadOnlySet<object>> FindAsync(IReadOnlyCollection<object> ids, ObjectRule<T> rule, CancellationToken cancellationToken);

    /// <returns>Why the caller gets nothing for an id.</returns>
    ValueTask<ObjectExplanation> ExplainAsync(object id, Caller caller, Operation operation, CancellationToken cancellationToken);

    /// <returns>The key that a value stands for: a text, several of them, or something of the key's type; <see langword="null"/> if it stands for none.</returns>
    object? ReadId(object value);
}
