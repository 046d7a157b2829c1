using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>
/// Who may have which objects of a type: one rule, used as SQL for lists, with the id for single objects, and in memory. Register it with
/// <c>AddObjectPolicy</c>; it is made once a request, so it can take a <c>DbContext</c>.
/// </summary>
/// <remarks>
/// In the expressions, a captured value that is <see langword="null"/> never says yes: <c>o => o.TenantId == caller.Tenant</c> gives a caller
/// without a tenant no object, also none without a tenant. To find those, write <c>== null</c>.
/// </remarks>
/// <typeparam name="T">The type of the objects.</typeparam>
/// <typeparam name="TKey">
/// The type of their id: a text, anything with a <c>TryParse</c>, or a type with one constructor that takes those: a strongly typed id, or a key of
/// several parts.
/// </typeparam>
public abstract class ObjectPolicy<T, TKey> : ObjectPolicy<T>, IObjectPolicy<T>
    where T : class
    where TKey : notnull
{
    /// <summary>Gets where the objects are: a table, or a query with what the endpoints need beside it.</summary>
    protected abstract IQueryable<T> Source { get; }

    bool IObjectPolicy<T>.IsExistencePublic => ExistenceIsPublic;

    bool IObjectPolicy<T>.ExplainsRefusals => Explains;

    /// <summary>Which object has an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>True for one object at most.</returns>
    protected abstract Expression<Func<T, bool>> HasId(TKey id);

    ObjectRule<T>? IObjectPolicy<T>.RuleFor(Caller caller, Operation operation) => Rule(caller, operation);

    ObjectRule<T>? IObjectPolicy<T>.ResultRuleFor(Caller caller, Operation operation) => ResultRule(caller, operation);

    ValueTask<T?> IObjectPolicy<T>.LoadAsync(object id, ObjectRule<T> rule, CancellationToken cancellationToken) =>
        ObjectQuery.SingleOrDefaultAsync(rule.Narrow(Source, With(ObjectKey<TKey>.Of(id, GetType()))), cancellationToken);

    ValueTask<IReadOnlySet<object>> IObjectPolicy<T>.FindAsync(
        IReadOnlyCollection<object> ids, ObjectRule<T> rule, CancellationToken cancellationToken) =>
        ObjectQuery.FindAsync(rule.Narrow(Source), [.. ids.Select(id => ObjectKey<TKey>.Of(id, GetType()))], With, cancellationToken);

    async ValueTask<ObjectExplanation> IObjectPolicy<T>.ExplainAsync(object id, Caller caller, Operation operation, CancellationToken cancellationToken)
    {
        if (Parts(caller, operation) is not { } parts)
        {
            return ObjectExplanation.Absent;
        }

        // One number in any case: that a row is there to be read takes its time, which a client could measure.
        var query = Source.Where(With(ObjectKey<TKey>.Of(id, GetType()))).Select(PolicyExpression.Answers([.. parts.Select(part => part.Rule)])).DefaultIfEmpty();
        return ObjectExplanation.Of([.. parts.Select(part => part.Name)], await ObjectQuery.FirstOrDefaultAsync(ObjectQuery.Trust(query), cancellationToken).ConfigureAwait(false));
    }

    object? IObjectPolicy<T>.ReadId(object value) => ObjectKey<TKey>.Read(typeof(T), value);

    private Expression<Func<T, bool>> With(TKey id) => Checked(HasId(id), nameof(HasId));
}
