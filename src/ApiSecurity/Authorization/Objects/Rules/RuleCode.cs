using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>What was compiled of the rules of a type, by their shape; for the whole process.</summary>
internal static class RuleCode<T>
{
    /// <summary>Policies that put rules together at run time could bring ever new ones.</summary>
    private const int MostShapes = 256;

    private static readonly ConcurrentDictionary<RuleShape, Func<T, object?[], bool>> Known = new();

    public static Func<T, object?[], bool> Of(RuleShape shape, Expression<Func<T, bool>> rule, IReadOnlyList<ConstantExpression> captured)
    {
        if (Known.TryGetValue(shape, out var code))
        {
            return code;
        }

        var isKept = Known.Count < MostShapes;
        code = Make(rule, captured, isKept);
        return isKept ? Known.GetOrAdd(shape, code) : code;
    }

    private static Func<T, object?[], bool> Make(Expression<Func<T, bool>> rule, IReadOnlyList<ConstantExpression> captured, bool isKept)
    {
        var values = Expression.Parameter(typeof(object?[]), "captured");
        var body = new Slots(values, captured).Visit(NullSafeRule.Make(rule).Body);
        return Expression.Lambda<Func<T, object?[], bool>>(body, rule.Parameters[0], values).Compile(preferInterpretation: !isKept);
    }

    /// <summary>Takes captured values from a list.</summary>
    private sealed class Slots(ParameterExpression values, IReadOnlyList<ConstantExpression> captured) : ExpressionVisitor
    {
        private readonly Dictionary<Expression, Expression> _slots = captured.Select((constant, index) => KeyValuePair.Create<Expression, Expression>(
            constant, Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(index)), constant.Type))).ToDictionary(ReferenceEqualityComparer.Instance);

        protected override Expression VisitConstant(ConstantExpression node) => _slots.TryGetValue(node, out var slot) ? slot : node;
    }
}
