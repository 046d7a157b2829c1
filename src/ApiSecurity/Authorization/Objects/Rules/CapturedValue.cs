using System.Linq.Expressions;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>What a part of a rule that does not depend on the object is worth when the rule is used.</summary>
internal static class CapturedValue
{
    /// <summary>
    /// Works a part out that depends on nothing but what was captured: neither on the object nor on an element of a query, and not on an answer of
    /// a database.
    /// </summary>
    /// <returns>Whether it could be: some methods (<c>EF.Functions</c>) are there for the query provider alone, and throw here.</returns>
    public static bool TryGet(Expression node, out object? value)
    {
        if (TryFollow(node, out value))
        {
            return true;
        }

        if (FreeSearch.Finds(node))
        {
            return false;
        }

        try
        {
            value = Expression.Lambda<Func<object?>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)();
            return true;
        }
#pragma warning disable CA1031 // Code of the application's, which may throw what it likes; the provider that needs the value meets the same.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>Whether a part is worth something for one object only, or would have to be asked of a database.</summary>
    public static bool DependsOnObject(Expression node) => FreeSearch.Finds(node);

    /// <summary>Whether <see cref="TryFollow"/> gets to the value.</summary>
    public static bool CanFollow(Expression? node) => node is null or ConstantExpression || (node is MemberExpression member && CanFollow(member.Expression));

    /// <summary>Follows fields and properties down to the closure, without compiling anything; null on the way is null at the end.</summary>
    public static bool TryFollow(Expression? node, out object? value)
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

                if (member.Expression is not null && Nullable.GetUnderlyingType(member.Expression.Type) is not null)
                {
                    // A box holds the value alone: of what a nullable has, there are its value and the fact that it has one.
                    value = member.Member.Name == nameof(Nullable<>.HasValue) ? true : owner;
                    return true;
                }

                value = member.Member is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)member.Member).GetValue(owner);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Looks for parameters that no lambda inside brings, and for queries that would be run.</summary>
    private sealed class FreeSearch : ExpressionVisitor
    {
        private readonly HashSet<ParameterExpression> _bound = [];
        private bool _found;

        public static bool Finds(Expression node)
        {
            var search = new FreeSearch();
            search.Visit(node);
            return search._found;
        }

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            _bound.UnionWith(node.Parameters);
            return base.VisitLambda(node);
        }

        protected override Expression VisitBlock(BlockExpression node)
        {
            _bound.UnionWith(node.Variables);
            return base.VisitBlock(node);
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            _found |= node.Method.DeclaringType == typeof(Queryable) && !typeof(IQueryable).IsAssignableFrom(node.Type);
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found |= !_bound.Contains(node);
            return node;
        }

        /// <summary>Roots of queries, which only their provider knows.</summary>
        protected override Expression VisitExtension(Expression node) => node.CanReduce ? base.VisitExtension(node) : node;
    }
}
