using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ApiSecurity.Authorization;

/// <summary>
/// Gives a rule the meaning in memory that it has in a database, where what is reached through an object that is not there is NULL:
/// <c>o.Customer.Name == "x"</c> is false without a customer, not an exception.
/// </summary>
/// <remarks>
/// A comparison for equality compares the null, as query providers do. Any other part that would reach through null becomes the answer that makes
/// the rule say no: false, or true behind a negation.
/// </remarks>
internal static class NullSafeRule
{
    public static Expression<Func<T, bool>> Make<T>(Expression<Func<T, bool>> rule) =>
        Expression.Lambda<Func<T, bool>>(Guard(rule.Body, negated: false), rule.Parameters);

    private static Expression Guard(Expression part, bool negated)
    {
        switch (part)
        {
            case UnaryExpression { NodeType: ExpressionType.Not, Method: null } not when not.Type == typeof(bool):
                return not.Update(Guard(not.Operand, !negated));
            case BinaryExpression { Method: null, NodeType: ExpressionType.AndAlso or ExpressionType.OrElse or ExpressionType.And or ExpressionType.Or } both
                when both.Type == typeof(bool):
                return both.Update(Guard(both.Left, negated), both.Conversion, Guard(both.Right, negated));
            case ConditionalExpression choice when choice.Type == typeof(bool) && Steps.Of(choice.Test).Count == 0:
                return choice.Update(choice.Test, Guard(choice.IfTrue, negated), Guard(choice.IfFalse, negated));
            case BinaryExpression { NodeType: ExpressionType.Equal or ExpressionType.NotEqual } comparison when Steps.Of(part).Count > 0:
                return Compare(comparison, negated);
            default:
                return Otherwise(part, Expression.Constant(negated), negated);
        }
    }

    private static BinaryExpression Compare(BinaryExpression comparison, bool negated)
    {
        var left = OrNull(comparison.Left, negated);
        var right = OrNull(comparison.Right, negated);
        return left.Type == right.Type
            ? Expression.MakeBinary(comparison.NodeType, left, right, liftToNull: false, comparison.Method)
            : Expression.MakeBinary(comparison.NodeType, ToNullable(left), ToNullable(right), liftToNull: false, comparison.Method);
    }

    /// <summary>The value, or null if it can't be reached.</summary>
    private static Expression OrNull(Expression value, bool negated) => Steps.Of(value).Count == 0 ? value : Otherwise(ToNullable(value), null, negated);

    private static Expression ToNullable(Expression value) => value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null
        ? Expression.Convert(value, typeof(Nullable<>).MakeGenericType(value.Type))
        : value;

    private static Expression Otherwise(Expression value, Expression? absent, bool negated)
    {
        var steps = Steps.Of(value);
        var inner = new InnerRules(negated).Visit(value);
        return steps.Count == 0 ? inner : Expression.Condition(
            steps.Select(IsThere).Aggregate(Expression.AndAlso), inner, absent ?? Expression.Default(value.Type));
    }

    private static Expression IsThere(Expression step) => Nullable.GetUnderlyingType(step.Type) is null
        ? Expression.ReferenceNotEqual(step, Expression.Constant(null, step.Type))
        : Expression.Property(step, nameof(Nullable<>.HasValue));

    /// <summary>The objects that a part reaches through on its way from the rule's own, the first ones first. What it has captured is not among them.</summary>
    private sealed class Steps : ExpressionVisitor
    {
        private readonly List<Expression> _found = [];

        public static List<Expression> Of(Expression part)
        {
            var search = new Steps();
            search.Visit(part);
            return search._found;
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            Visit(node.Expression);
            // Of a nullable, HasValue may always be asked.
            if (node.Expression is { } owner && (Nullable.GetUnderlyingType(owner.Type) is null || node.Member.Name == nameof(Nullable<>.Value)))
            {
                Add(owner);
            }

            return node;
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            var visited = base.VisitMethodCall(node);
            if (node.Object is { } owner)
            {
                Add(owner);
            }
            else if (node.Method.IsDefined(typeof(ExtensionAttribute), inherit: false))
            {
                // Any, Contains, Count of a list that was not loaded.
                Add(node.Arguments[0]);
            }

            return visited;
        }

        /// <summary>Inside of a lambda other objects are at hand, which are asked about there.</summary>
        protected override Expression VisitLambda<T>(Expression<T> node) => node;

        private void Add(Expression owner)
        {
            if (owner is not ParameterExpression && (!owner.Type.IsValueType || Nullable.GetUnderlyingType(owner.Type) is not null) && IsOfObject(owner) && !_found.Contains(owner))
            {
                _found.Add(owner);
            }
        }

        private static bool IsOfObject(Expression? node) => node switch
        {
            ParameterExpression => true,
            MemberExpression member => IsOfObject(member.Expression),
            MethodCallExpression call => IsOfObject(call.Object) || call.Arguments.Any(IsOfObject),
            UnaryExpression unary => IsOfObject(unary.Operand),
            _ => false,
        };
    }

    /// <summary>Rules inside of rules: <c>o.Members.Any(m => m.User.Name == "x")</c>. What is quoted goes to a provider.</summary>
    private sealed class InnerRules(bool negated) : ExpressionVisitor
    {
        protected override Expression VisitUnary(UnaryExpression node) => node.NodeType == ExpressionType.Quote ? node : base.VisitUnary(node);

        protected override Expression VisitLambda<T>(Expression<T> node) =>
            node.ReturnType == typeof(bool) ? node.Update(Guard(node.Body, negated), node.Parameters) : base.VisitLambda(node);
    }
}
