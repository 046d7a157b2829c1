using System.Linq.Expressions;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>Compiled: whether one of the values that rules of a shape have captured is null.</summary>
internal static class CapturedNullCode
{
    private static readonly MethodInfo IsNull = typeof(CapturedNullSearch).GetMethod(nameof(CapturedNullSearch.IsNull), [typeof(object)])!;

    /// <returns>The code, which takes the captured values by their slots; <see langword="null"/> where it takes more than following fields and properties.</returns>
    public static Func<object?[], bool>? Make(Expression rule, IReadOnlyList<ConstantExpression> captured)
    {
        if (CapturedReads.Of(rule) is not { } reads)
        {
            return null;
        }

        if (reads.Count == 0)
        {
            return static _ => false;
        }

        var values = Expression.Parameter(typeof(object?[]), "captured");
        var slots = new RuleSlots(values, captured);
        var body = reads.Select(read => (Expression)Expression.Call(IsNull, Follow(read, slots))).Aggregate(Expression.OrElse);
        return Expression.Lambda<Func<object?[], bool>>(body, values).Compile();
    }

    /// <summary>The value as an object; null on the way is null at the end.</summary>
    private static Expression Follow(Expression read, RuleSlots slots) => read is not MemberExpression member ? slots.Visit(read)
        : member.Expression is null ? ToObject(member)
        : Reach(member.Expression, slots, owner => ToObject(Expression.MakeMemberAccess(owner, member.Member)));

    private static Expression Reach(Expression read, RuleSlots slots, Func<Expression, Expression> then)
    {
        if (read is not MemberExpression { Expression: { } inner } member)
        {
            return WithValue(slots.Visit(read), then);
        }

        return Reach(inner, slots, owner => WithValue(Expression.MakeMemberAccess(owner, member.Member), then));
    }

    private static Expression WithValue(Expression read, Func<Expression, Expression> then)
    {
        if (read.Type.IsValueType)
        {
            return then(read);
        }

        var value = Expression.Variable(read.Type);
        return Expression.Block(
            [value],
            Expression.Assign(value, read),
            Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Constant(null), then(value)));
    }

    /// <summary>A value that is never null is not boxed to be seen so; it is read all the same, because reading may throw.</summary>
    private static Expression ToObject(Expression read) => read.Type.IsValueType && Nullable.GetUnderlyingType(read.Type) is null
        ? Expression.Block(read, Expression.Constant(string.Empty, typeof(object)))
        : Expression.Convert(read, typeof(object));
}
