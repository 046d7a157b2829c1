using System.Linq.Expressions;
using System.Numerics;

namespace ApiSecurity.Authorization;

/// <summary>Runs queries. Providers that can (EF Core) are asked asynchronously, through what the framework itself has for it.</summary>
internal static class ObjectQuery
{
    /// <summary>Where ids can't be given to the database as a list: so many a query, few enough for any database.</summary>
    private const int IdsAtOnce = 64;

    /// <summary>Narrows a query by a rule, and lets a provider know that asks for rules.</summary>
    public static IQueryable<T> Restrict<T>(IQueryable<T> source, Expression<Func<T, bool>> rule, Operation operation)
        where T : class => source.Provider is IObjectQueryProvider asking ? asking.Restrict(source, rule, operation) : source.Where(rule);

    /// <summary>A query of a policy itself.</summary>
    public static IQueryable<T> Trust<T>(IQueryable<T> source) => source.Provider is IObjectQueryProvider asking ? asking.Trust(source) : source;

    /// <summary>The one object of a query.</summary>
    /// <exception cref="InvalidOperationException">There is more than one.</exception>
    public static async ValueTask<T?> SingleOrDefaultAsync<T>(IQueryable<T> query, CancellationToken cancellationToken)
        where T : class
    {
        T? found = null;
        if (query is IAsyncEnumerable<T> rows)
        {
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                found = Only(found, row);
            }
        }
        else
        {
            foreach (var row in query)
            {
                found = Only(found, row);
            }
        }

        return found;
    }

    public static async ValueTask<T?> FirstOrDefaultAsync<T>(IQueryable<T> query, CancellationToken cancellationToken)
    {
        var rows = await ListAsync(query, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? default : rows[0];
    }

    /// <summary>Which of some ids a query has objects for: one query, where <paramref name="hasId"/> compares the id with one property.</summary>
    public static async ValueTask<IReadOnlySet<object>> FindAsync<T, TKey>(
        IQueryable<T> query, IReadOnlyCollection<TKey> ids, Func<TKey, Expression<Func<T, bool>>> hasId, CancellationToken cancellationToken)
        where T : class
        where TKey : notnull
    {
        TKey[] wanted = [.. ids.Distinct()];
        if (wanted.Length == 0)
        {
            return new HashSet<object>();
        }

        if (KeySelector.Find<T, TKey>(hasId, wanted) is { } key)
        {
            var found = await ListAsync(query.Where(KeySelector.IsOneOf(key, wanted)).Select(key), cancellationToken).ConfigureAwait(false);
            return found.Where(wanted.Contains).Select(id => (object)id!).ToHashSet();
        }

        var known = new HashSet<object>();
        foreach (var some in wanted.Chunk(IdsAtOnce))
        {
            Expression<Func<T, bool>>[] rules = [.. some.Select(hasId)];
            // Of few lengths, since providers prepare each length anew.
            var padded = rules.Concat(Enumerable.Repeat(rules[^1], (int)BitOperations.RoundUpToPowerOf2((uint)rules.Length) - rules.Length));
            var rows = await ListAsync(query.Where(PolicyExpression.Join([.. padded], Expression.OrElse)), cancellationToken).ConfigureAwait(false);
            known.UnionWith(some.Where((_, index) => rows.Any(CompiledRule.Compile(rules[index]).Allows)).Select(id => (object)id));
        }

        return known;
    }

    private static async ValueTask<IReadOnlyList<T>> ListAsync<T>(IQueryable<T> query, CancellationToken cancellationToken)
    {
        if (query is not IAsyncEnumerable<T> rows)
        {
            return [.. query];
        }

        var list = new List<T>();
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            list.Add(row);
        }

        return list;
    }

    private static T Only<T>(T? found, T row)
        where T : class => found is null ? row : throw new InvalidOperationException(
            $"More than one {typeof(T).Name} has the id that was asked for. HasId of its policy must be true for one object at most.");
}
