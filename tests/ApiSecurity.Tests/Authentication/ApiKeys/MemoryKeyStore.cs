using System.Collections.Concurrent;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>A store as an application could write one; it can fail, and several applications can share it.</summary>
internal sealed class MemoryKeyStore : IApiKeyStore
{
    private readonly ConcurrentDictionary<string, ApiKeyRecord> _keys = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Thrown by every call, if there is one.</summary>
    public Exception? Fault { get; set; }

    public int Finds { get; private set; }

    public int Touches { get; private set; }

    public IReadOnlyDictionary<string, ApiKeyRecord> Keys => _keys;

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ThrowIfFaulty();
        Finds++;
        return ValueTask.FromResult(_keys.GetValueOrDefault(id));
    }

    public ValueTask<bool> AddAsync(ApiKeyRecord record, CancellationToken cancellationToken)
    {
        ThrowIfFaulty();
        Interlocked.Increment(ref _version);
        return ValueTask.FromResult(_keys.TryAdd(record.Key.Id, record));
    }

    public ValueTask<bool> UpdateAsync(ApiKeyRecord record, CancellationToken cancellationToken)
    {
        ThrowIfFaulty();
        var isNew = _keys.TryGetValue(record.Key.Id, out var stored) && stored.Version == record.Version
            && _keys.TryUpdate(record.Key.Id, record with { Version = record.Version + 1 }, stored);
        Interlocked.Increment(ref _version);
        return ValueTask.FromResult(isNew);
    }

    public ValueTask<IReadOnlyList<ApiKeyRecord>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken)
    {
        ThrowIfFaulty();
        return ValueTask.FromResult<IReadOnlyList<ApiKeyRecord>>([.. _keys.Values
            .Where(record => (query.AllTenants || record.Key.Tenant == query.Tenant) && (query.Owner is null || record.Key.Owner == query.Owner))
            .OrderBy(record => record.Key.Id, StringComparer.Ordinal)
            .Where(record => query.After is null || string.CompareOrdinal(record.Key.Id, query.After) > 0)
            .Take(query.Limit)]);
    }

    public ValueTask SetLastUsedAsync(IReadOnlyCollection<string> ids, DateTimeOffset used, CancellationToken cancellationToken)
    {
        ThrowIfFaulty();
        Touches++;
        foreach (var id in ids)
        {
            if (_keys.TryGetValue(id, out var record))
            {
                _keys[id] = record with { Key = record.Key with { LastUsed = used } };
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        ThrowIfFaulty();
        return ValueTask.FromResult(Interlocked.Read(ref _version));
    }

    private void ThrowIfFaulty()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }
}
