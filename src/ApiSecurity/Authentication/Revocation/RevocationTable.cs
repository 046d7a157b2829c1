using System.Numerics;

namespace ApiSecurity.Authentication;

/// <summary>
/// A hash table that is read while it is written to: one writer at a time puts entries in, and an entry's key last of all. Entries are
/// never taken out; who wants that makes a new table.
/// </summary>
internal sealed class RevocationTable
{
    /// <summary>The lowest bits of a key: which of the classes of revocations it belongs to.</summary>
    public const int ClassBits = 3;

    private const int LeastSize = 64;

    private readonly Entry[] _entries;
    private int _classes;

    public RevocationTable(int count) =>
        _entries = new Entry[Math.Max(LeastSize, (int)BitOperations.RoundUpToPowerOf2((uint)count * 2))];

    public int Count { get; private set; }

    /// <summary>A bit for each class that has an entry, so that most questions need not be asked.</summary>
    public int Classes => Volatile.Read(ref _classes);

    public bool HasRoom => Count * 2L < _entries.Length;

    public ReadOnlySpan<Entry> Entries => _entries;

    /// <summary>Whether there is an entry for tokens that were issued in that second.</summary>
    public bool Covers(ulong key, long issued)
    {
        ref var entry = ref Find(key);
        return Volatile.Read(ref entry.Key) == key && issued <= Volatile.Read(ref entry.IssuedBefore);
    }

    public bool Contains(ulong key) => Find(key).Key == key;

    /// <summary>Adds an entry, or makes one that is there cover more. The table must have room.</summary>
    /// <returns>Whether it covers tokens that it did not before.</returns>
    public bool Add(ulong key, long issuedBefore, long ends)
    {
        ref var entry = ref Find(key);
        if (entry.Key == key)
        {
            entry.Ends = Math.Max(entry.Ends, ends);
            if (entry.IssuedBefore >= issuedBefore)
            {
                return false;
            }

            Volatile.Write(ref entry.IssuedBefore, issuedBefore);
            return true;
        }

        entry.IssuedBefore = issuedBefore;
        entry.Ends = ends;
        Volatile.Write(ref entry.Key, key);
        Volatile.Write(ref _classes, _classes | (1 << (int)(key & ((1 << ClassBits) - 1))));
        Count++;
        return true;
    }

    /// <summary>The entry of the key, or the free one where it would stand.</summary>
    private ref Entry Find(ulong key)
    {
        var mask = _entries.Length - 1;
        // The keys are hashes, but for their lowest bits.
        for (var index = (int)(key >> ClassBits) & mask; ; index = (index + 1) & mask)
        {
            ref var entry = ref _entries[index];
            var found = Volatile.Read(ref entry.Key);
            if (found == key || found == 0)
            {
                return ref entry;
            }
        }
    }

    internal struct Entry
    {
        /// <summary>0 in a free entry.</summary>
        public ulong Key;

        /// <summary>In whole seconds since 1970.</summary>
        public long IssuedBefore;

        /// <summary>In whole seconds since 1970; for the writer alone.</summary>
        public long Ends;
    }
}
