using System.Collections.Concurrent;

namespace ApiSecurity.Authentication;

/// <summary>What verified keys that are remembered are held against at each request, and where their use is noted; both without a lock.</summary>
internal sealed class ApiKeyState
{
    /// <summary>Of more keys in one minute the use is not noted.</summary>
    private const int MaximumNoted = 100_000;

    private ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);
    private long _generation = 1;
    private int _period = 1;

    /// <summary>Changes with every change of any key, here or elsewhere.</summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>Changes whenever the noted uses are taken away to be written.</summary>
    public int Period => Volatile.Read(ref _period);

    /// <summary>Has every key looked up anew from now on.</summary>
    public void Forget() => Interlocked.Increment(ref _generation);

    public void NoteUse(string id)
    {
        var used = Volatile.Read(ref _used);
        // The count takes every lock of the table; it is asked for once a key and minute.
        if (!used.ContainsKey(id) && used.Count < MaximumNoted)
        {
            used.TryAdd(id, 0);
        }
    }

    /// <summary>The keys that were used since the last call.</summary>
    public IReadOnlyCollection<string> TakeUses()
    {
        if (Volatile.Read(ref _used).IsEmpty)
        {
            return [];
        }

        var used = Interlocked.Exchange(ref _used, new ConcurrentDictionary<string, byte>(StringComparer.Ordinal));
        Interlocked.Increment(ref _period);
        return [.. used.Keys];
    }
}
