using System.Numerics;
using System.Runtime.CompilerServices;

namespace ApiSecurity.Authentication;

/// <summary>Counts that fade, by keyed hashes, in memory that is set aside at start and never grows.</summary>
/// <remarks>
/// A cell is one word: 25 bits of the key's hash, 11 bits of level (sixteenths) and 28 bits of the time of the last change (eighths of a second,
/// modulo more than a year). Buckets have eight cells; a full one gives up the cell that will be forgotten first, so that a flood of keys that failed once
/// drives out others that failed once, not those that are locked out.
/// </remarks>
internal sealed class FailureTable : IDisposable
{
    public const int UnitsPerSecond = 8;
    public const long One = 16;
    public const long MostLevel = (1 << LevelBits) - 1;

    private const int CellsPerKey = 4;
    private const int BucketSize = 8;
    private const int TimeBits = 28;
    private const int LevelBits = 11;
    private const ulong TimeMask = (1UL << TimeBits) - 1;
    private const ulong TagMask = ~((1UL << (TimeBits + LevelBits)) - 1);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ulong[] _cells;
    private readonly ulong _bucketMask;
    private readonly Lock[] _insertions = new Lock[64];
    private readonly ITimer _sweeper;
    private long _forgetOne;
    private long _keep;

    /// <param name="maxKeys">How many keys there is room for; twice as many fit if they fall evenly.</param>
    /// <param name="time">The clock.</param>
    public FailureTable(int maxKeys, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        var buckets = BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (long)maxKeys * CellsPerKey / BucketSize));
        _bucketMask = buckets - 1;
        _cells = new ulong[checked((int)(buckets * BucketSize))];
        for (var index = 0; index < _insertions.Length; index++)
        {
            _insertions[index] = new Lock();
        }

        _sweeper = time.CreateTimer(static state => ((FailureTable)state!).Sweep(), this, SweepInterval, SweepInterval);
    }

    public int CellCount => _cells.Length;

    /// <summary>Eighths of a second; a clock that setting the machine's time does not change.</summary>
    public long Now => _time.GetElapsedTime(_start).Ticks / (TimeSpan.TicksPerSecond / UnitsPerSecond);

    /// <summary>How long cells are kept: a time for all, and a time for each whole level.</summary>
    public void Keep(long always, long perLevel)
    {
        Volatile.Write(ref _keep, always);
        Volatile.Write(ref _forgetOne, perLevel);
    }

    /// <summary>How long the key has to wait; 0 if it need not.</summary>
    public long Wait(ulong key, FailureRule rule, long now)
    {
        ref var cell = ref Find(ref BucketOf(key), TagOf(key), out var seen);
        return Unsafe.IsNullRef(ref cell) ? 0 : Wait(seen, key, rule, now);
    }

    /// <summary>Counts a failure, unless the key has to wait: then nobody was told whether it was one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="now">The time.</param>
    /// <param name="level">The level after it; 0 if it was not counted.</param>
    /// <returns>How long the key had to wait before it; 0 if it was counted.</returns>
    public long Fail(ulong key, FailureRule rule, long now, out long level)
    {
        ref var bucket = ref BucketOf(key);
        var tag = TagOf(key);
        while (true)
        {
            ref var cell = ref Find(ref bucket, tag, out var seen);
            var isNew = Unsafe.IsNullRef(ref cell);
            level = 0;
            if (!isNew)
            {
                if (Wait(seen, key, rule, now) is > 0 and var wait)
                {
                    return wait;
                }

                level = rule.Decayed(LevelOf(seen), AgeOf(seen, now));
            }

            level = Math.Min(level + One, MostLevel);
            // A moment later than it is, so that nothing is over before its time.
            var next = Cell(tag, level, now + 1);
            if (isNew ? TryInsert(key, ref bucket, tag, next, now) : Interlocked.CompareExchange(ref cell, next, seen) == seen)
            {
                return 0;
            }
        }
    }

    /// <summary>Counts up without an end and without waits.</summary>
    /// <returns>The level after it.</returns>
    public long Count(ulong key, long forget, long now)
    {
        Fail(key, new FailureRule(int.MaxValue / (int)One, int.MaxValue / (int)One, forget, 1, 1), now, out var level);
        return level;
    }

    /// <summary>Notes the key, or that it was there again.</summary>
    /// <returns>Whether it was not noted within <paramref name="window"/>.</returns>
    public bool Note(ulong key, long window, long now)
    {
        ref var bucket = ref BucketOf(key);
        var tag = TagOf(key);
        while (true)
        {
            ref var cell = ref Find(ref bucket, tag, out var seen);
            var next = Cell(tag, One, now);
            if (Unsafe.IsNullRef(ref cell))
            {
                if (TryInsert(key, ref bucket, tag, next, now))
                {
                    return true;
                }
            }
            else if (AgeOf(seen, now) < window)
            {
                return false;
            }
            else if (Interlocked.CompareExchange(ref cell, next, seen) == seen)
            {
                return true;
            }
        }
    }

    /// <summary>Whether the key was noted within a time.</summary>
    public bool IsNoted(ulong key, long window, long now)
    {
        ref var cell = ref Find(ref BucketOf(key), TagOf(key), out var seen);
        return !Unsafe.IsNullRef(ref cell) && AgeOf(seen, now) < window;
    }

    public void Clear(ulong key)
    {
        ref var bucket = ref BucketOf(key);
        while (true)
        {
            ref var cell = ref Find(ref bucket, TagOf(key), out var seen);
            if (Unsafe.IsNullRef(ref cell) || Interlocked.CompareExchange(ref cell, 0, seen) == seen)
            {
                return;
            }
        }
    }

    public void Dispose() => _sweeper.Dispose();

    private static long Wait(ulong cell, ulong key, FailureRule rule, long now)
    {
        var jitter = (key ^ (cell & TimeMask)) * 0x9E37_79B9_7F4A_7C15;
        var wait = rule.WaitAfter(LevelOf(cell), jitter >> 20);
        return wait == 0 ? 0 : Math.Max(0, wait - AgeOf(cell, now));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryInsert(ulong key, ref ulong bucket, ulong tag, ulong next, long now)
    {
        // Two threads that bring the same new key must not put it into two cells.
        lock (_insertions[(key & _bucketMask) % (ulong)_insertions.Length])
        {
            if (!Unsafe.IsNullRef(ref Find(ref bucket, tag, out _)))
            {
                return false;
            }

            ref var cell = ref Cheapest(ref bucket, now, out var seen);
            return Interlocked.CompareExchange(ref cell, next, seen) == seen;
        }
    }

    private ref ulong Cheapest(ref ulong bucket, long now, out ulong seen)
    {
        ref var best = ref bucket;
        seen = 0;
        var least = long.MaxValue;
        for (var index = 0; index < BucketSize; index++)
        {
            ref var cell = ref Unsafe.Add(ref bucket, index);
            var value = Volatile.Read(ref cell);
            var left = value == 0 ? long.MinValue : LeftOf(value, now);
            if (left < least)
            {
                least = left;
                best = ref cell;
                seen = value;
            }
        }

        return ref best;
    }

    private static ref ulong Find(ref ulong bucket, ulong tag, out ulong seen)
    {
        for (var index = 0; index < BucketSize; index++)
        {
            ref var cell = ref Unsafe.Add(ref bucket, index);
            seen = Volatile.Read(ref cell);
            if ((seen & TagMask) == tag)
            {
                return ref cell;
            }
        }

        seen = 0;
        return ref Unsafe.NullRef<ulong>();
    }

    private void Sweep()
    {
        var now = Now;
        foreach (ref var cell in _cells.AsSpan())
        {
            var seen = Volatile.Read(ref cell);
            if (seen != 0 && LeftOf(seen, now) <= 0)
            {
                Interlocked.CompareExchange(ref cell, 0, seen);
            }
        }
    }

    private long LeftOf(ulong cell, long now) => Volatile.Read(ref _keep) + (LevelOf(cell) * Volatile.Read(ref _forgetOne) / One) - AgeOf(cell, now);

    private ref ulong BucketOf(ulong key) => ref _cells[(int)(key & _bucketMask) * BucketSize];

    /// <summary>0 is not a tag, so that a cell in use is never 0.</summary>
    private static ulong TagOf(ulong key) => (key & TagMask) is var tag && tag == 0 ? 1UL << (TimeBits + LevelBits) : tag;

    private static ulong Cell(ulong tag, long level, long time) => tag | ((ulong)level << TimeBits) | ((ulong)time & TimeMask);

    private static long LevelOf(ulong cell) => (long)(cell >> TimeBits) & MostLevel;

    /// <summary>Below 0 for a cell of a moment ahead. The shifts drop what is above the time and extend its sign.</summary>
    private static long AgeOf(ulong cell, long now) => ((now - (long)(cell & TimeMask)) << (64 - TimeBits)) >> (64 - TimeBits);
}
