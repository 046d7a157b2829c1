using System.Collections.Frozen;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>All keys: those of the configuration, and those of the store, if there is one. The configuration goes before.</summary>
internal sealed class ApiKeyDirectory
{
    private readonly Compiled<FrozenDictionary<string, ApiKeyRecord>> _configured;

    public ApiKeyDirectory(FeatureOptionsSource<ApiKeyOptions> options, ApiKeyState state, IEnumerable<IApiKeyStore> stores)
    {
        Store = stores.LastOrDefault();
        _configured = options.Compile(current => current.Keys.ToFrozenDictionary(pair => pair.Key, pair => ToRecord(pair.Key, pair.Value), StringComparer.Ordinal));
        options.OnChange(_ => state.Forget());
    }

    public IApiKeyStore? Store { get; }

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        _configured.Value.TryGetValue(id, out var record) ? ValueTask.FromResult<ApiKeyRecord?>(record)
        : Store is null ? default
        : Store.FindAsync(id, cancellationToken);

    public bool IsConfigured(string id) => _configured.Value.ContainsKey(id);

    public async Task<IReadOnlyList<ApiKey>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken)
    {
        var stored = Store is null ? [] : await ListStoredAsync(Store, query, cancellationToken).ConfigureAwait(false);
        return [.. _configured.Value.Values.Where(record => Matches(record.Key, query))
            .Concat(stored)
            .Select(record => record.Key)
            .OrderBy(key => key.Id, StringComparer.Ordinal)
            .Take(query.Limit)];
    }

    /// <summary>A key of the configuration stands before one of the store that has its id. Where that leaves a page short, the next one fills it.</summary>
    private async Task<List<ApiKeyRecord>> ListStoredAsync(IApiKeyStore store, ApiKeyQuery query, CancellationToken cancellationToken)
    {
        var all = new List<ApiKeyRecord>();
        while (true)
        {
            var page = await store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Where(record => !IsConfigured(record.Key.Id)));
            if (page.Count < query.Limit || all.Count >= query.Limit || string.CompareOrdinal(page[^1].Key.Id, query.After) <= 0)
            {
                return all;
            }

            query = query with { After = page[^1].Key.Id };
        }
    }

    private static bool Matches(ApiKey key, ApiKeyQuery query) =>
        (query.AllTenants || string.Equals(key.Tenant, query.Tenant, StringComparison.Ordinal))
        && (query.Owner is null || string.Equals(key.Owner, query.Owner, StringComparison.Ordinal))
        && (query.After is null || string.CompareOrdinal(key.Id, query.After) > 0);

    private static ApiKeyRecord ToRecord(string id, ConfiguredApiKeyOptions key) => new()
    {
        Hash = Convert.FromHexString(key.Hash),
        Key = new ApiKey
        {
            Id = id,
            Name = key.Name ?? id,
            Owner = key.Owner,
            Scopes = [.. key.Scopes],
            Permissions = [.. key.Permissions],
            Tenant = key.Tenant,
            Plan = key.Plan,
            AllowedNetworks = [.. key.AllowedNetworks],
            Expires = key.Expires,
            IsConfigured = true,
        },
    };
}
