using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Pipeline;

/// <summary>
/// What a middleware compiled from an endpoint's metadata, kept per endpoint: a lookup by reference in a table that is never
/// changed, only replaced, so that reading takes no lock and allocates nothing.
/// </summary>
internal sealed class EndpointCache<T>(Func<Endpoint, T> compile)
    where T : class
{
    // An application that makes endpoints at run time (a gateway that reloads its routes) must not grow the table for ever.
    private const int MaximumEntries = 8192;

    private readonly Lock _write = new();
    private Entry?[] _table = new Entry?[64];
    private int _count;

    public T Get(Endpoint endpoint)
    {
        var table = Volatile.Read(ref _table);
        var index = RuntimeHelpers.GetHashCode(endpoint) & (table.Length - 1);
        while (table[index] is { } entry)
        {
            if (ReferenceEquals(entry.Endpoint, endpoint))
            {
                return entry.Value;
            }

            index = (index + 1) & (table.Length - 1);
        }

        return Add(endpoint);
    }

    /// <summary>Forgets everything, after a reload of the options that the values were compiled with.</summary>
    public void Clear()
    {
        lock (_write)
        {
            _count = 0;
            Volatile.Write(ref _table, new Entry?[64]);
        }
    }

    private T Add(Endpoint endpoint)
    {
        lock (_write)
        {
            foreach (var existing in _table)
            {
                if (existing is not null && ReferenceEquals(existing.Endpoint, endpoint))
                {
                    return existing.Value;
                }
            }

            var entry = new Entry(endpoint, compile(endpoint));
            IEnumerable<Entry?> kept = _count < MaximumEntries ? _table : [];
            _count = _count < MaximumEntries ? _count + 1 : 1;

            var table = new Entry?[Math.Max(64, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_count * 4))];
            foreach (var old in kept)
            {
                Insert(table, old);
            }

            Insert(table, entry);
            Volatile.Write(ref _table, table);
            return entry.Value;
        }
    }

    private static void Insert(Entry?[] table, Entry? entry)
    {
        if (entry is null)
        {
            return;
        }

        var index = RuntimeHelpers.GetHashCode(entry.Endpoint) & (table.Length - 1);
        while (table[index] is not null)
        {
            index = (index + 1) & (table.Length - 1);
        }

        table[index] = entry;
    }

    private sealed record Entry(Endpoint Endpoint, T Value);
}
