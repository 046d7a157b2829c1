using System.Linq.Expressions;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>What a part of a rule that does not depend on the object is worth when the rule is used.</summary>
internal static class CapturedValue
{
    /// <summary>Whether the part is captured (not a constant that is written out) and null.</summary>
    public static bool IsNull(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs } convert)
        {
            node = convert.Operand;
        }

        if (node is ConstantExpression || (node.Type.IsValueType && Nullable.GetUnderlyingType(node.Type) is null) || DependsOnObject.Check(node))
        {
            return false;
        }

        return Evaluate(node) is null;
    }

    private static object? Evaluate(Expression node)
    {
        if (TryFollow(node, out var value))
        {
            return value;
        }

        // Calls, ?? and ?: are what the query provider would evaluate, too.
        return Expression.Lambda<Func<object?>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)();
    }

    /// <summary>Follows fields and properties down to the closure, without compiling anything; null on the way is null at the end.</summary>
    private static bool TryFollow(Expression? node, out object? value)
    {
        value = null;
        switch (node)
        {
            case null:
                return true;
            case ConstantExpression constant:
                value = constant.Value;
                return true;
            case MemberExpression member when TryFollow(member.Expression, out var owner):
                if (owner is null && member.Expression is not null)
                {
                    return true;
                }

                value = member.Member is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)member.Member).GetValue(owner);
                return true;
            default:
                return false;
        }
    }

    private sealed class DependsOnObject : ExpressionVisitor
    {
        private bool _found;

        public static bool Check(Expression node)
        {
            var visitor = new DependsOnObject();
            visitor.Visit(node);
            return visitor._found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}
