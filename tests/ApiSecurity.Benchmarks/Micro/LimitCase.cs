using System.Net;
using System.Threading.RateLimiting;
using ApiSecurity.RateLimiting;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>A decision from the client's address to the answer: hash, clock and table, beside a partitioned token bucket.</summary>
internal sealed class LimitCase : IDisposable
{
    private readonly IPAddress[] _addresses;
    private readonly Limit _limit = new(new LimitKeys().SeedOf("benchmark"), "benchmark", new Rate(1_000_000, TimeSpan.FromSeconds(1)), 0, LimitBy.Address);
    private readonly MicrosecondClock _clock = new(TimeProvider.System);
    private readonly RateLimitTable _table;
    private PartitionedRateLimiter<IPAddress>? _peer;
    private long _tableTime;

    public LimitCase(int keys)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        _table = new RateLimitTable(keys, _clock);
        _tableTime = _clock.Now;
        OurBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        _addresses = [.. Enumerable.Range(0, keys).Select(index => new IPAddress((uint)index + 0x0A00_0000u))];
    }

    public long OurBytes { get; }

    public long PeerBytes { get; private set; }

    public void CreatePeer()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        _peer = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(address, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1_000_000,
            TokensPerPeriod = 1_000_000,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));
        // In another order than they are asked in later: a walk along neighbours in memory is not what clients do.
        var shuffled = _addresses.ToArray();
        new Random(1).Shuffle(shuffled);
        foreach (var address in shuffled)
        {
            _peer.AttemptAcquire(address).Dispose();
        }

        PeerBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    public void Ours(int count)
    {
        var addresses = _addresses;
        var position = 0;
        long refused = 0;
        for (var index = 0; index < count; index++)
        {
            refused += _table.Take(LimitKeys.ForAddress(_limit.Seed, addresses[position]), _clock.Recent, _limit.Interval, _limit.Tolerance);
            position = position + 1 == addresses.Length ? 0 : position + 1;
        }

        ThrowIfRefused(refused);
    }

    public void Clock(int count)
    {
        long sum = 0;
        for (var index = 0; index < count; index++)
        {
            sum |= _clock.Recent;
        }

        ThrowIfRefused(sum == 0 ? 1 : 0);
    }

    public void Key(int count)
    {
        ulong sum = 0;
        for (var index = 0; index < count; index++)
        {
            sum |= LimitKeys.ForAddress(_limit.Seed, _addresses[index & 255]);
        }

        ThrowIfRefused(sum == 0 ? 1 : 0);
    }

    public void Table(int count)
    {
        // Not one of the keys above: its clock is another.
        var key = LimitKeys.ForEveryone(_limit.Seed);
        long refused = 0;
        for (var index = 0; index < count; index++)
        {
            refused += _table.Take(key, ++_tableTime, _limit.Interval, _limit.Tolerance);
        }

        ThrowIfRefused(refused);
    }

    public void Peer(int count)
    {
        var addresses = _addresses;
        var position = 0;
        var refused = 0;
        for (var index = 0; index < count; index++)
        {
            using var lease = _peer!.AttemptAcquire(addresses[position]);
            refused += lease.IsAcquired ? 0 : 1;
            position = position + 1 == addresses.Length ? 0 : position + 1;
        }

        ThrowIfRefused(refused);
    }

    public void Dispose()
    {
        _table.Dispose();
        _peer?.Dispose();
    }

    private static void ThrowIfRefused(long refused)
    {
        if (refused > 0)
        {
            throw new InvalidOperationException("The limit was reached: what was measured is not the accept path.");
        }
    }
}
