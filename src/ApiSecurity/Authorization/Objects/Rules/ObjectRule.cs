using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>Parts of a rule that must all be true: the boundary, what is allowed inside of it, what the object belongs to.</summary>
/// <remarks>
/// They are kept apart as long as possible: in memory each has code of its own, and a query gets all of them in one, which providers take
/// faster than one after the other.
/// </remarks>
internal readonly struct ObjectRule<T>(params RulePart<T>[] parts)
    where T : class
{
    private readonly RulePart<T>[] _parts = parts;

    public ObjectRule<T> With(Expression<Func<T, bool>> another) => new([.. _parts, new RulePart<T>(another)]);

    public IQueryable<T> Narrow(IQueryable<T> query, Operation operation = Operation.Read) => ObjectQuery.Restrict(query, ToExpression(), operation);

    /// <summary>The one object that has an id.</summary>
    public IQueryable<T> Narrow(IQueryable<T> query, Expression<Func<T, bool>> hasId) =>
        ObjectQuery.Restrict(query, PolicyExpression.Join([hasId, .. _parts.Select(part => part.Expression)], Expression.AndAlso), Operation.Read);

    public Expression<Func<T, bool>> ToExpression() => PolicyExpression.Join([.. _parts.Select(part => part.Expression)], Expression.AndAlso);

    /// <returns>The rule as it can be kept with the caller; <see langword="null"/> if it is made of anything else that could change.</returns>
    public ObjectRule<T>? Keep(Caller caller)
    {
        var kept = Array.ConvertAll(_parts, part => part.Keep(caller));
        return Array.TrueForAll(kept, part => part is not null) ? new ObjectRule<T>(Array.ConvertAll(kept, part => part!.Value)) : null;
    }

    public ObjectCheck<T> Compile() => new(Array.ConvertAll(_parts, static part => part.Compile()));
}

/// <summary>A whole rule as C#.</summary>
internal readonly struct ObjectCheck<T>(CompiledRule<T>[] parts)
    where T : class
{
    public bool Allows(T value)
    {
        foreach (var part in parts)
        {
            if (!part.Allows(value))
            {
                return false;
            }
        }

        return true;
    }
}
