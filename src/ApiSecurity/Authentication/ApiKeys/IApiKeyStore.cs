namespace ApiSecurity.Authentication;

/// <summary>
/// Where keys are kept. It is a singleton, called by many requests at once. Whatever it throws is told and answered with 503; no key is accepted because
/// a store fails.
/// </summary>
public interface IApiKeyStore
{
    /// <summary>Finds a key, also one that is revoked or has expired.</summary>
    /// <param name="id">The key's id, compared exactly.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The key, or <see langword="null"/>.</returns>
    ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <param name="record">The key.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>Whether it was added; <see langword="false"/> if the id is in use.</returns>
    ValueTask<bool> AddAsync(ApiKeyRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a key, if nobody else has since it was read: if its stored version is <see cref="ApiKeyRecord.Version"/> of <paramref name="record"/>; the
    /// stored version is one more then. <see cref="ApiKey.LastUsed"/> stays as it is.
    /// </summary>
    /// <param name="record">The key as it is to be.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> UpdateAsync(ApiKeyRecord record, CancellationToken cancellationToken);

    /// <summary>Lists keys in the ordinal order of their ids.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The keys, at most <see cref="ApiKeyQuery.Limit"/>.</returns>
    ValueTask<IReadOnlyList<ApiKeyRecord>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken);

    /// <summary>Notes when keys were used; ids that are not there are ignored, and an earlier time never takes the place of a later one.</summary>
    /// <param name="ids">The keys.</param>
    /// <param name="used">When.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>A task that ends when it is done.</returns>
    ValueTask SetLastUsedAsync(IReadOnlyCollection<string> ids, DateTimeOffset used, CancellationToken cancellationToken);

    /// <summary>
    /// A number that differs after every <see cref="AddAsync"/> and <see cref="UpdateAsync"/> on any server. It is asked for about twice a second, to know
    /// of keys that were revoked elsewhere, and so has to be cheap.
    /// </summary>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The number.</returns>
    ValueTask<long> GetVersionAsync(CancellationToken cancellationToken);
}
