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
/// <typeparam name="TKey">The type of their id: a text, or anything with a <c>TryParse</c>.</typeparam>
#pragma warning disable RS0022 // The base is closed to all but this class, which is the one to derive from.
public abstract class ObjectPolicy<T, TKey> : ObjectPolicy, IObjectPolicy<T>
#pragma warning restore RS0022
    where T : class
    where TKey : notnull
{
    /// <summary>Gets where the objects are: a table, or a query with what the endpoints need beside it.</summary>
    protected abstract IQueryable<T> Source { get; }

    /// <summary>Gets whether <see cref="Boundary"/> and <see cref="Allow"/> are asked for callers of whom nothing is known.</summary>
    /// <value>The default is <see langword="false"/>: they get nothing.</value>
    protected virtual bool AllowsAnonymous => false;

    /// <summary>Which object has an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>True for one object at most.</returns>
    protected abstract Expression<Func<T, bool>> HasId(TKey id);

    /// <summary>What no permission goes beyond, the tenant as a rule. It is always AND-ed with <see cref="Allow"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <returns>True for the objects inside.</returns>
    protected abstract Expression<Func<T, bool>> Boundary(Caller caller);

    /// <summary>What a caller may do, inside of the <see cref="Boundary"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What for. Answer operations that the policy does not know with <c>o => false</c>.</param>
    /// <returns>True for the objects that the caller may do it with.</returns>
    protected abstract Expression<Func<T, bool>> Allow(Caller caller, Operation operation);

    Expression<Func<T, bool>>? IObjectPolicy<T>.RuleFor(Caller caller, Operation operation) => RuleFor(caller, operation);

    IQueryable<T>? IObjectPolicy<T>.Find(object id, Caller caller, Operation operation)
    {
        if (id is not TKey key)
        {
            throw new ArgumentException($"{GetType().Name} has ids of the type {typeof(TKey).Name}, not {id.GetType().Name}.", nameof(id));
        }

        return RuleFor(caller, operation) is { } rule ? Source.Where(PolicyExpression.And(Checked(HasId(key), nameof(HasId)), rule)) : null;
    }

    object? IObjectPolicy<T>.ReadId(string text) => IdReader<TKey>.Read(text);

    private Expression<Func<T, bool>>? RuleFor(Caller caller, Operation operation)
    {
        if (!caller.IsAuthenticated && !AllowsAnonymous)
        {
            return null;
        }

        return PolicyExpression.And(
            CapturedNulls.Refuse(Checked(Boundary(caller), nameof(Boundary))), CapturedNulls.Refuse(Checked(Allow(caller, operation), nameof(Allow))));
    }

    private Expression<Func<T, bool>> Checked(Expression<Func<T, bool>>? expression, string method) => expression
        ?? throw new InvalidOperationException($"{GetType().Name}.{method} returned null. To allow nothing, return an expression that is false.");
}
