using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Knows the calls that queries are made of.</summary>
internal static class QueryOperators
{
    /// <summary>Calls that give elements of their source as they are, so that what narrows the result has narrowed the source.</summary>
    private static readonly HashSet<string> Keeping = new(StringComparer.Ordinal)
    {
        "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Skip", "Take", "SkipLast", "TakeLast", "SkipWhile", "TakeWhile",
        "Distinct", "DistinctBy", "Reverse", "Concat", "Union", "UnionBy", "Intersect", "Except", "OfType", "Cast", "AsQueryable", "DefaultIfEmpty",
        "Include", "ThenInclude", "AsNoTracking", "AsNoTrackingWithIdentityResolution", "AsTracking", "IgnoreAutoIncludes", "IgnoreQueryFilters", "TagWith", "TagWithCallSite",
        "AsSplitQuery", "AsSingleQuery",
    };

    private static readonly HashSet<string> Both = new(StringComparer.Ordinal) { "Concat", "Union", "Intersect", "Except" };

    public static bool IsOperator(MethodCallExpression call) =>
        call is { Object: null, Arguments.Count: > 0 }
        && (call.Method.DeclaringType == typeof(Queryable) || call.Method.DeclaringType == typeof(EntityFrameworkQueryableExtensions)
            || (call.Method.DeclaringType?.FullName == "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions" && Keeping.Contains(call.Method.Name)))
        && typeof(IQueryable).IsAssignableFrom(call.Method.GetParameters()[0].ParameterType);

    public static bool Keeps(MethodCallExpression call) => Keeping.Contains(call.Method.Name);

    public static bool TakesBoth(MethodCallExpression call) => Both.Contains(call.Method.Name);

    public static bool IsOfEntityFramework(MethodCallExpression call, string name) =>
        call.Method.DeclaringType == typeof(EntityFrameworkQueryableExtensions) && call.Method.Name == name;

    public static bool IsProperty(MethodCallExpression call) => call.Method.DeclaringType == typeof(EF) && call.Method.Name == nameof(EF.Property);

    /// <summary>The reason with which the chain of calls that a query ends with leaves the policies out.</summary>
    public static bool LeavesOut(Expression? query)
    {
        while (query is MethodCallExpression { Arguments.Count: > 0 } call)
        {
            if (QueryMarks.IsWithout(call))
            {
                return true;
            }

            query = call.Arguments[0];
        }

        return false;
    }

    public static LambdaExpression Lambda(Expression argument)
    {
        while (argument is UnaryExpression { NodeType: ExpressionType.Quote } quote)
        {
            argument = quote.Operand;
        }

        return argument as LambdaExpression
            ?? (CapturedValue.TryGet(argument, out var value) && value is LambdaExpression captured ? captured
            : throw new InvalidOperationException("An argument of a query is no lambda."));
    }

    public static Expression Unconverted(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs or ExpressionType.ConvertChecked } convert)
        {
            node = convert.Operand;
        }

        return node;
    }

    /// <summary>Whether a chain of members starts at an object in memory, rather than at an element of a query.</summary>
    public static bool IsCaptured(Expression? node)
    {
        while (true)
        {
            switch (node)
            {
                case null or ConstantExpression:
                    return true;
                case MemberExpression member:
                    node = member.Expression;
                    break;
                case UnaryExpression unary:
                    node = unary.Operand;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>The type of a collection's elements.</summary>
    public static Type ElementOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is { } definition
        && (definition == typeof(IQueryable<>) || definition == typeof(IEnumerable<>))
            ? type.GetGenericArguments()[0]
            : type.GetInterfaces().First(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
}
