using System.Linq.Expressions;
using System.Reflection;
using ApiSecurity.Authorization;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Calls in a query's expression that say what was asked; taken out before Entity Framework sees them.</summary>
internal static class QueryMarks
{
    private static readonly MethodInfo RestrictedMethod = Method(nameof(Restricted));
    private static readonly MethodInfo TrustedMethod = Method(nameof(Trusted));
    private static readonly MethodInfo WithoutMethod = Method(nameof(Without));

    public static IQueryable<T> Restricted<T>(IQueryable<T> source, Expression<Func<T, bool>> rule, Operation operation) => source.Provider.CreateQuery<T>(
        Expression.Call(RestrictedMethod.MakeGenericMethod(typeof(T)), source.Expression, Expression.Quote(rule), Expression.Constant(operation)));

    public static IQueryable<T> Trusted<T>(IQueryable<T> source) => source.Provider.CreateQuery<T>(
        Expression.Call(TrustedMethod.MakeGenericMethod(typeof(T)), source.Expression));

    public static IQueryable<T> Without<T>(IQueryable<T> source, string reason) => source.Provider.CreateQuery<T>(
        Expression.Call(WithoutMethod.MakeGenericMethod(typeof(T)), source.Expression, Expression.Constant(reason)));

    public static bool IsRestricted(MethodCallExpression call) => Is(call, RestrictedMethod);

    public static bool IsTrusted(MethodCallExpression call) => Is(call, TrustedMethod);

    public static bool IsWithout(MethodCallExpression call) => Is(call, WithoutMethod);

    private static bool Is(MethodCallExpression call, MethodInfo method) =>
        call.Method.DeclaringType == typeof(QueryMarks) && call.Method.GetGenericMethodDefinition() == method;

    private static MethodInfo Method(string name) => typeof(QueryMarks).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;
}
