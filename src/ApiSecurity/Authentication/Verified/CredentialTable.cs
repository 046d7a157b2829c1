using System.Numerics;

namespace ApiSecurity.Authentication;

/// <summary>
/// A table of buckets of eight, whose hashes share a cache line. Reading takes no lock. A full bucket gives up what has ended, or else what was used
/// least lately.
/// </summary>
internal sealed class CredentialTable
{
    private const int Ways = 8;

    private readonly Lock _write = new();
    private readonly ulong[] _hashes;
    private readonly VerifiedCredential?[] _entries;
    private readonly ulong _mask;

    public CredentialTable(int capacity)
    {
        var buckets = BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity / Ways));
        _hashes = new ulong[buckets * Ways];
        _entries = new VerifiedCredential?[buckets * Ways];
        _mask = buckets - 1;
    }

    public VerifiedCredential? Find(ulong hash, CredentialKind kind, string text)
    {
        var start = (int)(hash & _mask) * Ways;
        for (var index = start; index < start + Ways; index++)
        {
            // The hash only tells where to look. What counts is the whole text.
            if (Volatile.Read(ref _hashes[index]) == hash
                && Volatile.Read(ref _entries[index]) is { } entry && entry.Kind == kind && CredentialText.AreEqual(entry.Text, text))
            {
                return entry;
            }
        }

        return null;
    }

    public void Add(VerifiedCredential credential, long now)
    {
        var start = (int)(credential.Hash & _mask) * Ways;
        lock (_write)
        {
            var place = PlaceFor(credential, start, now);
            Volatile.Write(ref _entries[place], credential);
            Volatile.Write(ref _hashes[place], credential.Hash);
        }
    }

    public void RemoveAll(Predicate<VerifiedCredential> match)
    {
        lock (_write)
        {
            for (var index = 0; index < _entries.Length; index++)
            {
                if (_entries[index] is { } entry && match(entry))
                {
                    Volatile.Write(ref _hashes[index], 0);
                    Volatile.Write(ref _entries[index], null);
                }
            }
        }
    }

    private int PlaceFor(VerifiedCredential credential, int start, long now)
    {
        var place = start;
        var best = long.MaxValue;
        for (var index = start; index < start + Ways; index++)
        {
            if (_entries[index] is not { } entry)
            {
                if (best > long.MinValue)
                {
                    (place, best) = (index, long.MinValue);
                }
            }
            else if (entry.Hash == credential.Hash && entry.Kind == credential.Kind && CredentialText.AreEqual(entry.Text, credential.Text))
            {
                return index;
            }
            else if (now >= entry.EndsAtTicks ? best > -1 : entry.LastUsed < best)
            {
                (place, best) = (index, now >= entry.EndsAtTicks ? -1 : entry.LastUsed);
            }
        }

        return place;
    }
}
