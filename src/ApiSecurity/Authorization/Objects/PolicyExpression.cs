using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>Puts the parts of a rule together in a form that query providers translate: one lambda, one parameter.</summary>
internal static class PolicyExpression
{
    public static Expression<Func<T, bool>> And<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right)
    {
        var parameter = left.Parameters[0];
        var body = new ParameterReplacer(right.Parameters[0], parameter).Visit(right.Body);
        return Expression.Lambda<Func<T, bool>>(Expression.AndAlso(left.Body, body), parameter);
    }

    /// <summary>The rule as C#. To interpret it once is cheaper than to compile it, but spans (what <c>Contains</c> of an array is, in C# 14) can't be.</summary>
    public static Func<T, bool> Compile<T>(Expression<Func<T, bool>> rule)
    {
        var search = new SpanSearch();
        search.Visit(rule);
        return rule.Compile(preferInterpretation: !search.Found);
    }

    private sealed class SpanSearch : ExpressionVisitor
    {
        public bool Found { get; private set; }

        public override Expression? Visit(Expression? node)
        {
            Found |= node?.Type.IsByRefLike == true;
            return Found ? node : base.Visit(node);
        }
    }

    private sealed class ParameterReplacer(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
