using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>
/// Makes comparisons with a captured value that is null count against the caller. <c>o.OwnerId == caller.Subject</c> would otherwise hand
/// what belongs to nobody to everybody without a subject: query providers translate it to <c>IS NULL</c>.
/// </summary>
/// <remarks>
/// Such a comparison becomes whatever makes the rule say no: false, or true behind a negation. Where that can't be told
/// (<c>(o.OwnerId == caller.Subject) == o.IsShared</c>), the whole rule says no.
/// </remarks>
internal sealed class CapturedNulls : ExpressionVisitor
{
    private bool _negated;
    private bool _mixed;
    private bool _refusesAll;

    public static Expression<Func<T, bool>> Refuse<T>(Expression<Func<T, bool>> expression)
    {
        var visitor = new CapturedNulls();
        var body = visitor.Visit(expression.Body);
        return Expression.Lambda<Func<T, bool>>(visitor._refusesAll ? Expression.Constant(false) : body, expression.Parameters);
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        if (node.NodeType != ExpressionType.Not || node.Type != typeof(bool))
        {
            return node.NodeType == ExpressionType.Quote ? base.VisitUnary(node) : Mixed(() => base.VisitUnary(node));
        }

        _negated = !_negated;
        var visited = base.VisitUnary(node);
        _negated = !_negated;
        return visited;
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var compares = node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual && node.Type == typeof(bool);
        if (compares && (CapturedValue.IsNull(node.Left) || CapturedValue.IsNull(node.Right)))
        {
            return No();
        }

        var combines = node.Type == typeof(bool)
            && node.NodeType is ExpressionType.AndAlso or ExpressionType.OrElse or ExpressionType.And or ExpressionType.Or;
        return combines ? base.VisitBinary(node) : Mixed(() => base.VisitBinary(node));
    }

    protected override Expression VisitConditional(ConditionalExpression node) =>
        node.Update(Mixed(() => Visit(node.Test)), Visit(node.IfTrue), Visit(node.IfFalse));

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        var compares = node.Method.Name == nameof(Equals) && node.Type == typeof(bool);
        if (compares && ((node.Object is not null && CapturedValue.IsNull(node.Object)) || node.Arguments.Any(CapturedValue.IsNull)))
        {
            return No();
        }

        // More matching elements never make these say less.
        var monotone = node.Method.DeclaringType == typeof(Enumerable) || node.Method.DeclaringType == typeof(Queryable)
            ? node.Method.Name is nameof(Enumerable.Any) or nameof(Enumerable.All) or nameof(Enumerable.Where)
            : false;
        return monotone ? base.VisitMethodCall(node) : Mixed(() => base.VisitMethodCall(node));
    }

    private ConstantExpression No()
    {
        _refusesAll |= _mixed;
        return Expression.Constant(_negated);
    }

    private Expression Mixed(Func<Expression> visit)
    {
        var before = _mixed;
        _mixed = true;
        var visited = visit();
        _mixed = before;
        return visited;
    }
}
