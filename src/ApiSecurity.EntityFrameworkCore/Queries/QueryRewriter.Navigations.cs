using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Navigations in lambdas: a collection is narrowed; a reference is what a narrowed query finds by its key, so nothing if the caller may not have it.</summary>
internal sealed partial class QueryRewriter
{
    private sealed record Access(INavigationBase Target, Expression Owner, Type Type);

    private Access? FindNavigation(Expression node)
    {
        if (_trusted > 0)
        {
            return null;
        }

        var (owner, name) = node switch
        {
            MemberExpression { Expression: { } instance } member when MayNavigate(member.Type) => (instance, member.Member.Name),
            MethodCallExpression call when QueryOperators.IsProperty(call) && MayNavigate(call.Type) => (QueryOperators.Unconverted(call.Arguments[0]), NameOf(call)),
            _ => default,
        };
        return owner is not null && name is not null && !QueryOperators.IsCaptured(owner) && Find(owner, name) is { } navigation && _model.IsGuarded(navigation.TargetEntityType)
            ? new Access(navigation, owner, node.Type)
            : null;
    }

    private INavigationBase? Find(Expression owner, string name) =>
        _model.FindNavigation(owner.Type, name) ?? (QueryOperators.Unconverted(owner) is { } inner && inner != owner ? _model.FindNavigation(inner.Type, name) : null);

    private string? NameOf(MethodCallExpression property)
    {
        if (property.Arguments[1] is ConstantExpression { Value: string name })
        {
            return name;
        }

        if (CapturedValue.TryGet(property.Arguments[1], out var value) && value is string captured)
        {
            return captured;
        }

        Refuse("takes a member by EF.Property whose name is not known");
        return null;
    }

    private static bool MayNavigate(Type type) => !type.IsValueType && type != typeof(string) && !typeof(IQueryable).IsAssignableFrom(type);

    private Expression VisitNavigation(Access navigation)
    {
        if (!navigation.Target.IsCollection)
        {
            return Reference(navigation);
        }

        var filtered = Filtered(navigation);
        if (navigation.Type.IsAssignableFrom(filtered.Type))
        {
            return filtered;
        }

        var list = Expression.Call(typeof(Enumerable), nameof(Enumerable.ToList), [QueryOperators.ElementOf(filtered.Type)], filtered);
        if (navigation.Type.IsAssignableFrom(list.Type))
        {
            return list;
        }

        Refuse($"takes {navigation.Target.DeclaringEntityType.DisplayName()}.{navigation.Target.Name} as {navigation.Type.Name}, which can't be narrowed. Select from it: x.{navigation.Target.Name}.Select(…).ToList()");
        return list;
    }

    /// <summary>What the caller may read of a collection.</summary>
    private Expression Filtered(Access navigation)
    {
        var owner = Visit(navigation.Owner);
        var target = navigation.Target.TargetEntityType;
        var collection = navigation.Target.PropertyInfo is { } property && property.DeclaringType!.IsAssignableFrom(owner.Type)
            ? Expression.Property(owner, property)
            : (Expression)Expression.Call(typeof(EF), nameof(EF.Property), [navigation.Type], owner, Expression.Constant(navigation.Target.Name));
        return RuleSet.Where(collection, _rules.Reads(target.ClrType, _model.RulesOf(target)));
    }

    private Expression Reference(Access navigation)
    {
        var target = navigation.Target.TargetEntityType;
        if (navigation.Target is not INavigation { ForeignKey: var key } reference || target.HasSharedClrType)
        {
            Refuse($"goes through {navigation.Target.DeclaringEntityType.DisplayName()}.{navigation.Target.Name}, which can't be narrowed");
            return Expression.Default(navigation.Type);
        }

        var owner = Visit(navigation.Owner);
        var (there, here) = reference.IsOnDependent ? (key.PrincipalKey.Properties, key.Properties) : (key.Properties, key.PrincipalKey.Properties);
        var parameter = Expression.Parameter(target.ClrType, "referred");
        var isIt = there.Zip(here, (left, right) => Same(Property(parameter, left), Property(owner, right))).Aggregate(Expression.AndAlso);
        var readable = RuleSet.Where(new EntityQueryRootExpression(_provider, target), _rules.Reads(target.ClrType, _model.RulesOf(target)));
        var found = Expression.Call(
            typeof(Queryable), nameof(Queryable.FirstOrDefault), [target.ClrType], RuleSet.Where(readable, Expression.Lambda(isIt, parameter)));
        return navigation.Type == found.Type ? found : Expression.Convert(found, navigation.Type);
    }

    private static MethodCallExpression Property(Expression owner, IProperty property) =>
        Expression.Call(typeof(EF), nameof(EF.Property), [property.ClrType], owner, Expression.Constant(property.Name));

    private static BinaryExpression Same(Expression left, Expression right)
    {
        if (left.Type != right.Type)
        {
            var type = Nullable.GetUnderlyingType(left.Type) is null && left.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(left.Type) : left.Type;
            (left, right) = (Expression.Convert(left, type), Expression.Convert(right, type));
        }

        return Expression.Equal(left, right);
    }
}
