using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>The plans of the rules of a type, by their shape; for the whole process.</summary>
internal static class RulePlans<T>
{
    /// <summary>Policies that put rules together at run time could bring ever new ones.</summary>
    private const int MostShapes = 256;

    private static readonly ConcurrentDictionary<int, RulePlan<T>> Known = new();
    private static int _count;

    /// <returns>The plan; <see langword="null"/> if there are too many.</returns>
    public static RulePlan<T>? Of(RuleReader reader, Expression<Func<T, bool>> rule) => Find(reader) ?? Add(reader, rule);

    private static RulePlan<T>? Find(RuleReader reader)
    {
        for (var plan = Known.GetValueOrDefault(reader.Hash); plan is not null; plan = plan.Next)
        {
            if (plan.Shape.IsOf(reader.Parts))
            {
                return plan;
            }
        }

        return null;
    }

    private static RulePlan<T>? Add(RuleReader reader, Expression<Func<T, bool>> rule)
    {
        if (Interlocked.Increment(ref _count) > MostShapes)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        return Known.AddOrUpdate(
            reader.Hash,
            static (hash, made) => Make(hash, made.Reader, made.Rule, null),
            static (hash, next, made) => Make(hash, made.Reader, made.Rule, next),
            (Reader: reader, Rule: rule));
    }

    private static RulePlan<T> Make(int hash, RuleReader reader, Expression<Func<T, bool>> rule, RulePlan<T>? next) =>
        new(new RuleShape(reader.Parts.ToArray(), hash), CapturedNullCode.Make(rule.Body, reader.Captured), next);
}
