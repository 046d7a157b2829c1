namespace ApiSecurity.Authorization;

internal static class ObjectQuery
{
    /// <summary>The one object of a query. Providers that can (EF Core) are asked asynchronously, through what the framework itself has for it.</summary>
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

    private static T Only<T>(T? found, T row)
        where T : class => found is null ? row : throw new InvalidOperationException(
            $"More than one {typeof(T).Name} has the id that was asked for. HasId of its policy must be true for one object at most.");
}
