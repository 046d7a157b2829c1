using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>Parts of a rule that must all be true: the boundary, what is allowed inside of it, what the object belongs to.</summary>
/// <remarks>
/// They are kept apart as long as possible: in memory each has code of its own, and a query gets all of them in one, which providers take
/// faster than one after the other.
/// </remarks>
internal readonly struct ObjectRule<T>(params Expression<Func<T, bool>>[] parts)
    where T : class
{
    private readonly Expression<Func<T, bool>>[] _parts = parts;

    public ObjectRule<T> With(Expression<Func<T, bool>> another) => new([.. _parts, another]);

    public IQueryable<T> Narrow(IQueryable<T> query, Operation operation = Operation.Read) => ObjectQuery.Restrict(query, ToExpression(), operation);

    /// <summary>The one object that has an id.</summary>
    public IQueryable<T> Narrow(IQueryable<T> query, Expression<Func<T, bool>> hasId) =>
        ObjectQuery.Restrict(query, new ObjectRule<T>([hasId, .. _parts]).ToExpression(), Operation.Read);

    public Expression<Func<T, bool>> ToExpression() => PolicyExpression.Join(_parts, Expression.AndAlso);

    public ObjectCheck<T> Compile() => new([.. _parts.Select(CompiledRule.Compile)]);
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
