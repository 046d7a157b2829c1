using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ApiSecurity.RateLimiting;

/// <summary>
/// The state of all limits: GCRA (the generic cell rate algorithm, a leaky bucket as one number) with one 64-bit cell a key.
/// </summary>
/// <remarks>
/// <para>
/// A cell holds 25 bits of the key's hash and, in microseconds modulo 2^39 (six days), the time at which the key will have paid for all
/// it was admitted. A request moves that time on by one interval; it is refused if that would put it more than the tolerance ahead of
/// the clock. So a decision about a known key is one compare-and-swap in one cache line, and a key admits in any time <c>w</c>
/// never more than <c>tolerance / interval + w / interval</c> requests, whatever the threads do: each admission moves the time by at
/// least one interval, and none puts it further ahead than the tolerance.
/// </para>
/// <para>
/// Buckets have eight cells. A cell whose time has come says nothing any more and is free. A full bucket gives up the cell that is
/// nearest to being free. The memory never grows. A new key is put in under one of 256 locks: two threads that bring the same
/// new key must not put it into two cells, which would admit it twice.
/// </para>
/// </remarks>
internal sealed class RateLimitTable : IDisposable
{
    public const int CellsPerKey = 4;

    private const int BucketSize = 8;
    private const int TimeBits = 39;
    private const long TimeMask = (1L << TimeBits) - 1;

    // A cell that lay untouched for half the range would look like one of the future, so what is over is cleared long before.
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly MicrosecondClock _clock;
    private readonly long[] _cells;
    private readonly int _first;
    private readonly ulong _bucketMask;
    private readonly Lock[] _insertions = new Lock[256];
    private readonly ITimer _sweeper;
    private long _lastSweep;
    private long _forgotten;

    public RateLimitTable(int maxKeys, MicrosecondClock clock)
    {
        _clock = clock;
        var buckets = BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (long)maxKeys * CellsPerKey / BucketSize));
        _bucketMask = buckets - 1;
        // Pinned, so that buckets can be laid on cache lines.
        _cells = GC.AllocateArray<long>(checked((int)(buckets * BucketSize)) + BucketSize, pinned: true);
        var offset = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_cells, 0) & 63);
        _first = offset == 0 ? 0 : (64 - offset) / sizeof(long);
        for (var index = 0; index < _insertions.Length; index++)
        {
            _insertions[index] = new Lock();
        }

        _lastSweep = clock.Now;
        _sweeper = clock.Provider.CreateTimer(static state => ((RateLimitTable)state!).Sweep(), this, SweepInterval, SweepInterval);
    }

    /// <summary>Called after each sweep, with how many keys were forgotten early since the last because their bucket was full.</summary>
    public event Action<long>? Swept;

    /// <summary>How many keys were forgotten early since the last sweep.</summary>
    public long Forgotten => Interlocked.Read(ref _forgotten);

    public int CellCount => (int)(_bucketMask + 1) * BucketSize;

    /// <summary>Admits a request, or tells how long it has to wait.</summary>
    /// <param name="hash">The keyed hash of who and which limit.</param>
    /// <param name="now">The time, from the same clock.</param>
    /// <param name="interval">The time that a request costs, in microseconds.</param>
    /// <param name="tolerance">How far ahead the key may be: the interval × the burst.</param>
    /// <returns>0 if the request is admitted, else the microseconds until it would be.</returns>
    public long Take(ulong hash, long now, long interval, long tolerance)
    {
        ref var bucket = ref BucketOf(hash);
        var tag = TagOf(hash);
        while (true)
        {
            ref var cell = ref Find(ref bucket, tag, out var seen);
            if (Unsafe.IsNullRef(ref cell))
            {
                if (TryInsert(hash, ref bucket, tag, now, interval))
                {
                    return 0;
                }

                continue;
            }

            var ahead = Math.Max(0, Ahead(seen, now));
            if (ahead + interval > tolerance)
            {
                // "now" may be old by the time it comes here. Read again, after the cell, it decides.
                now = _clock.Now;
                ahead = Math.Max(0, Ahead(seen, now));
                if (ahead > tolerance)
                {
                    // No thread puts a key further ahead than this, so the clock went back: as if the limit had just been used up.
                    Interlocked.CompareExchange(ref cell, tag | ((now + tolerance) & TimeMask), seen);
                    return interval;
                }

                if (ahead + interval > tolerance)
                {
                    return ahead + interval - tolerance;
                }
            }

            if (Interlocked.CompareExchange(ref cell, tag | ((now + ahead + interval) & TimeMask), seen) == seen)
            {
                return 0;
            }
        }
    }

    public void Dispose() => _sweeper.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryInsert(ulong hash, ref long bucket, long tag, long now, long interval)
    {
        lock (_insertions[(hash & _bucketMask) % (ulong)_insertions.Length])
        {
            if (!Unsafe.IsNullRef(ref Find(ref bucket, tag, out _)))
            {
                return false;
            }

            ref var cell = ref Cheapest(ref bucket, now, out var seen);
            var isFree = seen == 0 || Ahead(seen, now) <= 0;
            if (Interlocked.CompareExchange(ref cell, tag | ((now + interval) & TimeMask), seen) != seen)
            {
                return false;
            }

            if (!isFree)
            {
                Interlocked.Increment(ref _forgotten);
            }

            return true;
        }
    }

    private static ref long Cheapest(ref long bucket, long now, out long seen)
    {
        ref var best = ref bucket;
        seen = 0;
        var least = long.MaxValue;
        for (var index = 0; index < BucketSize; index++)
        {
            ref var cell = ref Unsafe.Add(ref bucket, index);
            var value = Volatile.Read(ref cell);
            var ahead = value == 0 ? long.MinValue : Ahead(value, now);
            if (ahead < least)
            {
                least = ahead;
                best = ref cell;
                seen = value;
            }
        }

        return ref best;
    }

    private static ref long Find(ref long bucket, long tag, out long seen)
    {
        for (var index = 0; index < BucketSize; index++)
        {
            ref var cell = ref Unsafe.Add(ref bucket, index);
            seen = Volatile.Read(ref cell);
            if ((seen & ~TimeMask) == tag)
            {
                return ref cell;
            }
        }

        seen = 0;
        return ref Unsafe.NullRef<long>();
    }

    private void Sweep()
    {
        var now = _clock.Now;
        // A process that was halted for days can't tell old cells from new ones any more, and no limit lasts that long.
        var all = now - _lastSweep > TimeMask / 2;
        _lastSweep = now;
        foreach (ref var cell in _cells.AsSpan(_first, CellCount))
        {
            var seen = Volatile.Read(ref cell);
            if (seen != 0 && (all || Ahead(seen, now) <= 0))
            {
                Interlocked.CompareExchange(ref cell, 0, seen);
            }
        }

        Swept?.Invoke(Interlocked.Exchange(ref _forgotten, 0));
    }

    private ref long BucketOf(ulong hash) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_cells), _first + ((nint)(hash & _bucketMask) * BucketSize));

    /// <summary>The upper bits, in their place in the cell; 0 is not a tag, so that a cell in use is never 0.</summary>
    private static long TagOf(ulong hash)
    {
        var tag = (long)hash & ~TimeMask;
        return tag == 0 ? 1L << TimeBits : tag;
    }

    /// <summary>How far a cell is ahead of the clock; the shifts drop the tag and extend the sign.</summary>
    private static long Ahead(long cell, long now) => ((cell - now) << (64 - TimeBits)) >> (64 - TimeBits);
}
