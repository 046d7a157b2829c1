using System.Linq.Expressions;
using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>
/// What a save would do, asked of the policies. What objects become is asked in memory; what they were before, of the database: the values that a context
/// takes for the original ones are the client's where an object was attached rather than loaded.
/// </summary>
internal sealed class SaveCheck(DbContext context, ContextGuard guard)
{
    private readonly Dictionary<(IEntityType Type, EntityRule Rule, Operation Operation, IReadOnlyList<IProperty> Key, bool IsReference), KeySet> _asked = [];

    public IEnumerable<SaveQuestion> Questions => _asked.SelectMany(asked => Ask(asked.Key.Type, asked.Key.Rule, asked.Key.Operation, asked.Key.Key, asked.Key.IsReference, asked.Value));

    private ObjectAuthorizer Objects => guard.Objects;

    /// <exception cref="ObjectRefusedException">The rule refuses what an object would become.</exception>
    public void Look()
    {
        // What is removed along with others is removed too.
        context.ChangeTracker.CascadeChanges();
        var changed = context.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        foreach (var entry in changed)
        {
            if (entry.Metadata.IsOwned())
            {
                LookAtOwner(entry);
            }
            else
            {
                Look(entry, entry.State switch
                {
                    EntityState.Added => Operation.Create,
                    EntityState.Modified => Operation.Update,
                    _ => Operation.Delete,
                });
            }

            if (guard.Options.CheckForeignKeys && entry.State != EntityState.Deleted)
            {
                LookAtReferences(entry, changed);
            }
        }
    }

    /// <exception cref="ObjectRefusedException">Some of the objects are not there for the caller.</exception>
    public void Judge(SaveQuestion question, int found)
    {
        if (found < question.Expected)
        {
            throw Refused(question.Object, question.Operation, question.Id, question.IsReference
                ? "refers to an object that the caller may not read" : "refused as it is in the database, or not there");
        }
    }

    private void Look(EntityEntry entry, Operation operation)
    {
        if (operation != Operation.Create)
        {
            foreach (var (type, rule) in Asked(entry.Metadata))
            {
                var key = entry.Metadata.FindPrimaryKey()!.Properties;
                Add(type, rule, operation, key, [.. key.Select(property => entry.OriginalValues[property]!)], isReference: false);
            }
        }

        if (operation != Operation.Delete && RulesOf(entry.Metadata).Any(rule => !Allows(rule, entry, operation)))
        {
            throw Refused(entry.Metadata.ClrType, operation, IdOf(entry), "refused as it would be saved");
        }
    }

    private bool Allows(EntityRule rule, EntityEntry entry, Operation operation)
    {
        var isResult = operation != Operation.Create;
        var lambda = isResult ? rule.Policy.ResultRuleFor(Objects, operation) : rule.Policy.RuleFor(Objects, operation);
        return ShadowRule.IsNeeded(lambda) ? ShadowRule.Allows(lambda, entry)
            : isResult ? rule.Policy.CanSave(Objects, entry.Entity, operation)
            : rule.Policy.Can(Objects, entry.Entity, operation);
    }

    /// <summary>What an object owns is a part of it: who changes that changes the object.</summary>
    private void LookAtOwner(EntityEntry entry)
    {
        var at = entry;
        while (at.Metadata.FindOwnership() is { } ownership)
        {
            var values = ownership.Properties.Select(property => at.State == EntityState.Added ? at.CurrentValues[property] : at.OriginalValues[property]).ToList();
            var owner = context.ChangeTracker.Entries().FirstOrDefault(other => ownership.PrincipalEntityType.IsAssignableFrom(other.Metadata)
                && ownership.PrincipalKey.Properties.Select(property => other.CurrentValues[property]).SequenceEqual(values));
            if (owner is null)
            {
                if (IsGuardedOwner(ownership.PrincipalEntityType))
                {
                    throw Refused(ownership.PrincipalEntityType.ClrType, Operation.Update, null, "a part of it is saved without the object itself");
                }

                return;
            }

            at = owner;
        }

        if (at.State is EntityState.Unchanged or EntityState.Detached)
        {
            Look(at, Operation.Update);
        }
    }

    private bool IsGuardedOwner(IEntityType type) => type.FindOwnership() is { } ownership ? IsGuardedOwner(ownership.PrincipalEntityType) : guard.Model.IsGuarded(type);

    /// <summary>A foreign key with a new value: the caller has to be able to read what it points to, unless it is made by the same save.</summary>
    private void LookAtReferences(EntityEntry entry, List<EntityEntry> changed)
    {
        foreach (var key in entry.Metadata.GetForeignKeys())
        {
            var target = key.PrincipalEntityType;
            if (key.IsOwnership || target.IsOwned()
                || (entry.State != EntityState.Added && !key.Properties.Any(property => entry.Property(property).IsModified)))
            {
                continue;
            }

            object?[] values = [.. key.Properties.Select(property => entry.CurrentValues[property])];
            if (values.Any(value => value is null) || changed.Any(made => made.State == EntityState.Added && target.IsAssignableFrom(made.Metadata)
                && key.PrincipalKey.Properties.Select(property => made.CurrentValues[property]).SequenceEqual(values)))
            {
                continue;
            }

            foreach (var (type, rule) in Asked(target))
            {
                Add(type, rule, Operation.Read, key.PrincipalKey.Properties, values!, isReference: true);
            }
        }
    }

    /// <summary>An object in memory is one of just this type: policies of types below have no say in it.</summary>
    private IEnumerable<EntityRule> RulesOf(IEntityType type) => guard.Model.RulesOf(type).Where(rule => !rule.IsOfDerived);

    /// <summary>
    /// What is asked of the row that a key stands for. Which type it is of, the database knows: a stub of another type of the hierarchy would change or
    /// delete it all the same.
    /// </summary>
    private IEnumerable<(IEntityType Type, EntityRule Rule)> Asked(IEntityType type)
    {
        EntityRule[] own = [.. RulesOf(type)];
        var root = type.GetRootType();
        return own.Select(rule => (type, rule))
            .Concat(guard.Model.RulesOf(root).Where(rule => !Array.Exists(own, known => known.Policy == rule.Policy)).Select(rule => (root, rule)));
    }

    private void Add(IEntityType type, EntityRule rule, Operation operation, IReadOnlyList<IProperty> key, object[] values, bool isReference)
    {
        if (!_asked.TryGetValue((type, rule, operation, key, isReference), out var keys))
        {
            keys = _asked[(type, rule, operation, key, isReference)] = new KeySet();
        }

        keys.Add(values);
    }

    private IEnumerable<SaveQuestion> Ask(
        IEntityType type, EntityRule rule, Operation operation, IReadOnlyList<IProperty> key, bool isReference, KeySet keys)
    {
        var asked = rule.Policy.RuleFor(Objects, operation);
        var parameter = Expression.Parameter(type.ClrType, asked.Parameters[0].Name);
        var lambda = Expression.Lambda(typeof(Func<,>).MakeGenericType(type.ClrType, typeof(bool)), RuleSet.For(rule, asked, parameter), parameter);
        return keys.Chunk(key.Count == 1 ? KeySet.Most : KeyQuery.CompositesAtOnce).Select(some => new SaveQuestion(
            KeyQuery.Of(context, type, lambda, key, some), some.Length, type.ClrType, operation, some is [[var id]] ? id : null, isReference));
    }

    private ObjectRefusedException Refused(Type type, Operation operation, object? id, string why)
    {
        var refusal = ObjectProblems.Saved(type, operation, id, why);
        if (guard.HttpContext is { } http)
        {
            http.RequestServices.GetRequiredService<Refusals>().Tell(http, refusal);
        }

        return new ObjectRefusedException($"{operation} of {type.Name}: {why}. Nothing was saved.", refusal, type, operation);
    }

    private static object? IdOf(EntityEntry entry) =>
        entry.Metadata.FindPrimaryKey() is { Properties: [var only] } && !entry.Property(only).IsTemporary ? entry.CurrentValues[only] : null;

    /// <summary>Keys, each once.</summary>
    private sealed class KeySet : HashSet<object[]>
    {
        public const int Most = 500;

        public KeySet()
            : base(new KeyComparer())
        {
        }

        private sealed class KeyComparer : IEqualityComparer<object[]>
        {
            public bool Equals(object[]? x, object[]? y) => x!.AsSpan().SequenceEqual(y);

            public int GetHashCode(object[] obj)
            {
                var hash = default(HashCode);
                foreach (var part in obj)
                {
                    hash.Add(part);
                }

                return hash.ToHashCode();
            }
        }
    }
}
