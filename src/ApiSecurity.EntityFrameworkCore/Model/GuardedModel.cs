using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Which policies have a say in which entity types of a model; worked out once for each type.</summary>
internal sealed class GuardedModel(IModel model, IReadOnlyCollection<PolicyAccess> policies)
{
    private static readonly ConditionalWeakTable<ObjectPlans, ConcurrentDictionary<IModel, GuardedModel>> Known = [];

    private readonly ConcurrentDictionary<IReadOnlyEntityType, IReadOnlyList<EntityRule>> _rules = new();
    private readonly ConcurrentDictionary<(Type Owner, string Member), INavigationBase?> _navigations = new();
    private readonly ConcurrentDictionary<IReadOnlyEntityType, string?> _eager = new();

    /// <summary>The types of queries that were told of already.</summary>
    public ConcurrentDictionary<string, bool> Told { get; } = new(StringComparer.Ordinal);

    public IModel Model => model;

    public static GuardedModel Of(IModel model, ObjectPlans plans) => Known.GetOrCreateValue(plans).GetOrAdd(
        model, static (model, plans) => new GuardedModel(model, [.. plans.Policies.Keys.Select(PolicyAccess.For)]), plans);

    /// <summary>All policies that have a say in what a query of the type may give.</summary>
    public IReadOnlyList<EntityRule> RulesOf(IReadOnlyEntityType type) => _rules.GetOrAdd(type, static (type, policies) => type.IsOwned() ? [] :
    [
        .. policies.Where(policy => policy.Object.IsAssignableFrom(type.ClrType)).Select(policy => new EntityRule(policy, IsOfDerived: false)),
        .. policies.Where(policy => type.GetDerivedTypes().Any(derived => policy.Object.IsAssignableFrom(derived.ClrType)) && !policy.Object.IsAssignableFrom(type.ClrType))
            .Select(policy => new EntityRule(policy, IsOfDerived: true)),
    ], policies);

    public bool IsGuarded(IReadOnlyEntityType type) => RulesOf(type).Count > 0;

    /// <summary>Whether some entity type that a CLR type stands for has a policy.</summary>
    public bool IsGuarded(Type type) => policies.Any(policy => policy.Object.IsAssignableFrom(type) || type.IsAssignableFrom(policy.Object) && type.IsClass && type != typeof(object));

    /// <summary>The navigation that a member is, in any entity type that its owner may be; one to guarded objects before others.</summary>
    public INavigationBase? FindNavigation(Type owner, string member) => _navigations.GetOrAdd((owner, member), static (key, model) =>
    {
        var exact = model.Model.FindEntityTypes(key.Owner).ToList();
        var found = (exact.Count > 0 ? exact : model.Model.GetEntityTypes().Where(type => key.Owner.IsAssignableFrom(type.ClrType)))
            .Select(type => type.FindNavigation(key.Member) ?? (INavigationBase?)type.FindSkipNavigation(key.Member))
            .OfType<INavigationBase>().ToList();
        return found.Find(navigation => model.IsGuarded(navigation.TargetEntityType)) ?? found.FirstOrDefault();
    }, this);

    /// <summary>The first navigation to guarded objects that comes with each object of a type, whatever the query says (<c>AutoInclude</c>).</summary>
    public string? FindEager(IReadOnlyEntityType type) => _eager.GetOrAdd(type, static (type, model) => model.FindEager(type, []), this);

    private string? FindEager(IReadOnlyEntityType type, HashSet<IReadOnlyEntityType> seen)
    {
        if (!seen.Add(type))
        {
            return null;
        }

        foreach (var one in (IEnumerable<IReadOnlyEntityType>)[type, .. type.GetDerivedTypes()])
        {
            foreach (var navigation in one.GetNavigations().Cast<IReadOnlyNavigationBase>().Concat(one.GetSkipNavigations()).Where(navigation => navigation.IsEagerLoaded))
            {
                if (IsGuarded(navigation.TargetEntityType))
                {
                    return $"{one.DisplayName()}.{navigation.Name}";
                }

                if (FindEager(navigation.TargetEntityType, seen) is { } inner)
                {
                    return inner;
                }
            }
        }

        return null;
    }
}
