using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Queries for objects by their keys, without what the application's own query filters hide and without tracking.</summary>
internal static class KeyQuery
{
    /// <summary>Of keys of several parts, so many a query.</summary>
    public const int CompositesAtOnce = 32;

    private static readonly MethodInfo QueryMethod = typeof(KeyQuery).GetMethod(nameof(Query), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <returns>A row for each of the keys whose object the rule lets through.</returns>
    public static IQueryable<int> Of(DbContext context, IEntityType type, LambdaExpression rule, IReadOnlyList<IProperty> properties, IReadOnlyList<object[]> keys) =>
        (IQueryable<int>)QueryMethod.MakeGenericMethod(type.ClrType).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [context, type, rule, properties, keys], null)!;

    private static IQueryable<int> Query<T>(DbContext context, IEntityType type, LambdaExpression rule, IReadOnlyList<IProperty> properties, IReadOnlyList<object[]> keys)
        where T : class
    {
        var set = type.HasSharedClrType ? context.Set<T>(type.Name) : context.Set<T>();
        var parameter = Expression.Parameter(typeof(T), "saved");
        var query = set.IgnoreQueryFilters().IgnoreAutoIncludes().Where((Expression<Func<T, bool>>)rule)
            .Where(Expression.Lambda<Func<T, bool>>(HasKey(parameter, properties, keys), parameter)).Select(static _ => 1);
        return QueryMarks.Trusted(query);
    }

    private static Expression HasKey(ParameterExpression parameter, IReadOnlyList<IProperty> properties, IReadOnlyList<object[]> keys)
    {
        if (properties is [var only] && keys.Count > 1)
        {
            var values = Array.CreateInstance(only.ClrType, keys.Count);
            for (var index = 0; index < keys.Count; index++)
            {
                values.SetValue(keys[index][0], index);
            }

            return Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [only.ClrType], Captured(values, values.GetType()), Property(parameter, only));
        }

        return keys
            .Select(key => properties.Select((property, index) => (Expression)Expression.Equal(Property(parameter, property), Captured(key[index], property.ClrType))).Aggregate(Expression.AndAlso))
            .Aggregate(Expression.OrElse);
    }

    private static MethodCallExpression Property(Expression owner, IProperty property) =>
        Expression.Call(typeof(EF), nameof(EF.Property), [property.ClrType], owner, Expression.Constant(property.Name));

    /// <summary>As a closure would hold it, so that the value becomes a parameter and the plan is one for all.</summary>
    private static UnaryExpression Captured(object value, Type type) =>
        Expression.Convert(Expression.Field(Expression.Constant(new Box { Value = value }), nameof(Box.Value)), type);

    private sealed class Box
    {
        public object? Value;
    }
}
