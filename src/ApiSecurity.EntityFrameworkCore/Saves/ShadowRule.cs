using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>A rule in memory that asks for shadow properties: their values are the change tracker's.</summary>
internal sealed class ShadowRule(ParameterExpression owner, EntityEntry entry) : ExpressionVisitor
{
    public static bool IsNeeded(LambdaExpression rule)
    {
        var search = new Search();
        search.Visit(rule);
        return search.Found;
    }

    public static bool Allows(LambdaExpression rule, EntityEntry entry)
    {
        var code = (LambdaExpression)new ShadowRule(rule.Parameters[0], entry).Visit(rule);
        return OwnQueries.While(() => code.Compile(preferInterpretation: true).DynamicInvoke(entry.Entity) is true);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        QueryOperators.IsProperty(node) && QueryOperators.Unconverted(node.Arguments[0]) == owner
        && CapturedValue.TryGet(node.Arguments[1], out var name) && name is string text
        && entry.Metadata.FindProperty(text) is not null
            ? Expression.Constant(entry.Property(text).CurrentValue, node.Type)
            : base.VisitMethodCall(node);

    private sealed class Search : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found |= QueryOperators.IsProperty(node);
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitExtension(Expression node) => node;
    }
}
