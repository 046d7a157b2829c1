using System.Linq.Expressions;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>What a part of a rule that does not depend on the object is worth when the rule is used.</summary>
internal static class CapturedValue
{
    /// <summary>Whether the part depends on nothing but what was captured: neither on the object nor on an element of a query.</summary>
    public static bool IsCaptured(Expression node)
    {
        var search = new ParameterSearch();
        search.Visit(node);
        return !search.Found;
    }

    public static object? Of(Expression node)
    {
        if (TryFollow(node, out var value))
        {
            return value;
        }

        // Calls, ?? and ?: are what the query provider would evaluate, too.
        return Expression.Lambda<Func<object?>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)();
    }

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

    private sealed class ParameterSearch : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found = true;
            return node;
        }

        /// <summary>Roots of queries, which only their provider knows.</summary>
        protected override Expression VisitExtension(Expression node) => node.CanReduce ? base.VisitExtension(node) : node;
    }
}
