using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>Finds the property that <c>HasId</c> compares with the id, so that many ids can be asked for in one query.</summary>
internal static class KeySelector
{
    /// <returns>The property; <see langword="null"/> where <c>HasId</c> is anything else than one comparison of it with the id itself.</returns>
    public static Expression<Func<T, TKey>>? Find<T, TKey>(Func<TKey, Expression<Func<T, bool>>> hasId, IReadOnlyList<TKey> ids)
        where TKey : notnull
    {
        var rule = hasId(ids[0]);
        if (rule.Body is not BinaryExpression { NodeType: ExpressionType.Equal } comparison)
        {
            return null;
        }

        var (property, value) = IsOf(comparison.Left, rule.Parameters[0]) ? (comparison.Left, comparison.Right) : (comparison.Right, comparison.Left);
        return property.Type == typeof(TKey) && IsOf(property, rule.Parameters[0]) && CapturedValue.TryGet(value, out var captured) && captured is TKey id && id.Equals(ids[0])
            ? Expression.Lambda<Func<T, TKey>>(property, rule.Parameters)
            : null;
    }

    public static Expression<Func<T, bool>> IsOneOf<T, TKey>(Expression<Func<T, TKey>> key, TKey[] ids)
    {
        // Captured, as the compiler does it: a parameter of the statement, so that databases see one statement for any ids.
        IEnumerable<TKey> wanted = ids.ToList();
        Expression<Func<IEnumerable<TKey>>> list = () => wanted;
        return Expression.Lambda<Func<T, bool>>(
            Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(TKey)], list.Body, key.Body), key.Parameters);
    }

    private static bool IsOf(Expression node, ParameterExpression parameter) => node is MemberExpression { Expression: { } owner } && (owner == parameter || IsOf(owner, parameter));
}
