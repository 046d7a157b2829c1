using System.Linq.Expressions;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>
/// Makes comparisons with a captured value that is null false. <c>o.OwnerId == caller.Subject</c> would otherwise hand what belongs to nobody
/// to everybody without a subject: query providers translate it to <c>IS NULL</c>.
/// </summary>
internal sealed class CapturedNulls : ExpressionVisitor
{
    private static readonly CapturedNulls Visitor = new();
    private static readonly ConstantExpression False = Expression.Constant(false);

    public static Expression<Func<T, bool>> Refuse<T>(Expression<Func<T, bool>> expression) => (Expression<Func<T, bool>>)Visitor.Visit(expression);

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var compares = node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual;
        return compares && node.Type == typeof(bool) && (IsCapturedNull(node.Left) || IsCapturedNull(node.Right)) ? False : base.VisitBinary(node);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        var compares = node.Method.Name == nameof(Equals) && node.Type == typeof(bool);
        var isNull = compares && ((node.Object is not null && IsCapturedNull(node.Object)) || node.Arguments.Any(IsCapturedNull));
        return isNull ? False : base.VisitMethodCall(node);
    }

    private static bool IsCapturedNull(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert)
        {
            node = convert.Operand;
        }

        return node is MemberExpression member && TryEvaluate(member, out var value) && value is null;
    }

    /// <summary>Follows fields and properties down to the closure; never to the object that the rule is about.</summary>
    private static bool TryEvaluate(Expression? node, out object? value)
    {
        value = null;
        switch (node)
        {
            case null:
                return true;
            case ConstantExpression constant:
                value = constant.Value;
                return true;
            case MemberExpression member when TryEvaluate(member.Expression, out var owner):
                if (owner is null && member.Expression is not null)
                {
                    // Something on the way is null, so what would be compared does not exist.
                    return true;
                }

                value = member.Member is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)member.Member).GetValue(owner);
                return true;
            default:
                return false;
        }
    }
}
