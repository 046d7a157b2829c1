using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>What is known of all rules of one shape. It keeps none of them, and nothing that they have captured.</summary>
internal sealed class RulePlan<T>(RuleShape shape, Func<object?[], bool>? hasNull, RulePlan<T>? next)
{
    private Func<T, object?[], bool>? _code;

    public RuleShape Shape => shape;

    /// <summary>Another shape of the same hash.</summary>
    public RulePlan<T>? Next => next;

    /// <summary>The rules as C#, if it was asked for before.</summary>
    public Func<T, object?[], bool>? Made => _code;

    /// <summary>Whether nothing that a rule has captured is null; false also where that takes a closer look.</summary>
    public bool HasNoNull(object?[] values) => hasNull is not null && !hasNull(values);

    /// <summary>The rules as C#, made of the first one that is asked for.</summary>
    /// <param name="rule">A rule of the shape.</param>
    /// <param name="captured">What it has captured, by its slots.</param>
    public Func<T, object?[], bool> Code(Expression<Func<T, bool>> rule, IReadOnlyList<ConstantExpression> captured) => _code ??= Compile(rule, captured);

    private static Func<T, object?[], bool> Compile(Expression<Func<T, bool>> rule, IReadOnlyList<ConstantExpression> captured)
    {
        var values = Expression.Parameter(typeof(object?[]), "captured");
        var body = new RuleSlots(values, captured).Visit(NullSafeRule.Make(rule).Body);
        return Expression.Lambda<Func<T, object?[], bool>>(body, rule.Parameters[0], values).Compile();
    }
}
