using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>Takes captured values from a list, so that the code of one rule serves all of its shape.</summary>
internal sealed class RuleSlots(ParameterExpression values, IReadOnlyList<ConstantExpression> captured) : ExpressionVisitor
{
    private readonly Dictionary<Expression, Expression> _slots = captured.Select((constant, index) => KeyValuePair.Create<Expression, Expression>(
        constant, Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(index)), constant.Type))).ToDictionary(ReferenceEqualityComparer.Instance);

    protected override Expression VisitConstant(ConstantExpression node) => _slots.TryGetValue(node, out var slot) ? slot : node;
}
