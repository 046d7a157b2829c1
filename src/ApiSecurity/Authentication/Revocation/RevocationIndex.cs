using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The revocations that this node knows of: read without a lock, without memory, in some tens of nanoseconds.</summary>
/// <remarks>
/// Values are kept as keyed hashes of 61 bits, so that their length costs nothing. Of a million revocations, a token that none of them
/// names meets one by accident with a chance of 4 in 10^13.
/// </remarks>
internal sealed class RevocationIndex
{
    private readonly Lock _lock = new();
    private readonly KeyedHash _seed;
    private RevocationTable _table = new(0);
    private long _version = 1;
    private long _lastForgotten = long.MinValue;

    public RevocationIndex()
    {
        var (key0, key1) = KeyedHash.NewSecret();
        _seed = new KeyedHash(key0, key1);
    }

    /// <summary>Changes when tokens that were accepted may not be any more; never 0.</summary>
    public long Version => Volatile.Read(ref _version);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _table.Count;
            }
        }
    }

    /// <summary>Has everything that was checked before checked again.</summary>
    public void Invalidate() => Interlocked.Increment(ref _version);

    public bool IsRevoked(TokenFacts facts)
    {
        // One table for the whole question. What is put into its successor meanwhile comes with a new version.
        var table = Volatile.Read(ref _table);
        var classes = table.Classes;
        if (classes == 0)
        {
            return false;
        }

        var issued = facts.IssuedAt?.ToUnixTimeSeconds() ?? long.MinValue;
        return IsRevoked(table, classes, RevocationKind.Token, facts.Id, facts.Issuer, issued)
            || IsRevoked(table, classes, RevocationKind.Subject, facts.Subject, facts.Issuer, issued)
            || IsRevoked(table, classes, RevocationKind.Subject, facts.AdoptedSubject, facts.Issuer, issued)
            || IsRevoked(table, classes, RevocationKind.Session, facts.Session, facts.Issuer, issued)
            || IsRevoked(table, classes, RevocationKind.Client, facts.Client, facts.Issuer, issued);
    }

    /// <summary>Adds a revocation.</summary>
    /// <param name="revocation">The revocation, with an end.</param>
    /// <param name="grace">How long after its end it is kept.</param>
    /// <param name="capacity">How many there may be.</param>
    /// <param name="now">What has ended before is forgotten where there is no room.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(TokenRevocation revocation, TimeSpan grace, int capacity, DateTimeOffset now)
    {
        var key = KeyOf(revocation);
        lock (_lock)
        {
            if (!_table.Contains(key))
            {
                if (_table.Count >= capacity)
                {
                    ForgetOnceASecond(now.ToUnixTimeSeconds());
                    if (_table.Count >= capacity)
                    {
                        return false;
                    }
                }

                if (!_table.HasRoom)
                {
                    var seconds = now.ToUnixTimeSeconds();
                    Rebuild(entry => entry.Ends > seconds);
                }
            }

            var issuedBefore = revocation.IssuedBefore?.ToUnixTimeSeconds() ?? long.MaxValue;
            var ends = revocation.Ends!.Value.ToUnixTimeSeconds() + (long)grace.TotalSeconds;
            if (_table.Add(key, issuedBefore, ends))
            {
                Invalidate();
            }

            return true;
        }
    }

    public void Remove(TokenRevocation revocation)
    {
        var key = KeyOf(revocation);
        lock (_lock)
        {
            if (_table.Contains(key))
            {
                Rebuild(entry => entry.Key != key);
            }
        }
    }

    /// <summary>Forgets what has ended. Nobody need be told: what it concerned has expired.</summary>
    public void Forget(DateTimeOffset now)
    {
        lock (_lock)
        {
            Forget(now.ToUnixTimeSeconds());
        }
    }

    /// <summary>A full table is not to be walked through at each attempt to add to it.</summary>
    private void ForgetOnceASecond(long now)
    {
        if (now != _lastForgotten)
        {
            Forget(now);
        }
    }

    private void Forget(long now)
    {
        _lastForgotten = now;
        foreach (ref readonly var entry in _table.Entries)
        {
            if (entry.Key != 0 && entry.Ends <= now)
            {
                Rebuild(kept => kept.Ends > now);
                return;
            }
        }
    }

    private bool IsRevoked(RevocationTable table, int classes, RevocationKind kind, string? value, string? issuer, long issued)
    {
        var either = 3 << ((int)kind * 2);
        if (value is null || (classes & either) == 0)
        {
            return false;
        }

        return table.Covers(KeyOf(kind, value, issuer: null), issued) || (issuer is not null && table.Covers(KeyOf(kind, value, issuer), issued));
    }

    /// <summary>A new table, because the old one is being read.</summary>
    private void Rebuild(Predicate<RevocationTable.Entry> keep)
    {
        var count = 0;
        foreach (var entry in _table.Entries)
        {
            count += entry.Key != 0 && keep(entry) ? 1 : 0;
        }

        // With room for a quarter more at least, so that the next time is not near.
        var table = new RevocationTable(count + (count / 4));
        foreach (var entry in _table.Entries)
        {
            if (entry.Key != 0 && keep(entry))
            {
                table.Add(entry.Key, entry.IssuedBefore, entry.Ends);
            }
        }

        Volatile.Write(ref _table, table);
    }

    private ulong KeyOf(TokenRevocation revocation) => KeyOf(revocation.Kind, revocation.Value, revocation.Issuer);

    private ulong KeyOf(RevocationKind kind, string value, string? issuer)
    {
        var hash = _seed;
        hash.Add(value);
        if (issuer is not null)
        {
            hash.Add(issuer);
        }

        var key = (hash.Finish() << RevocationTable.ClassBits) | ((ulong)kind * 2) | (issuer is null ? 0UL : 1UL);
        // 0 is a free entry.
        return key == 0 ? 1UL << 63 : key;
    }
}
