using ApiSecurity.RateLimiting;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Tests.RateLimiting;

public sealed class RateLimitTableTests
{
    private const long Second = 1_000_000;
    private const ulong Key = 0x1234_5678_9abc_def0;

    private readonly ManualClock _clock = new(1_000 * Second);

    [Fact]
    public void As_many_as_the_burst_pass_at_once_and_then_one_an_interval()
    {
        using var table = Table();

        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => Take(table, interval: Second, burst: 3) == 0));
        _clock.Advance(Second - 1);
        Assert.Equal(1, Take(table, interval: Second, burst: 3));
        _clock.Advance(1);
        Assert.Equal(0, Take(table, interval: Second, burst: 3));
        Assert.Equal(Second, Take(table, interval: Second, burst: 3));
    }

    [Fact]
    public void Who_waits_as_long_as_told_is_admitted_and_a_microsecond_earlier_is_not()
    {
        using var table = Table();
        while (Take(table, interval: 123_457, burst: 7) == 0)
        {
            _clock.Advance(10_007);
        }

        var wait = Take(table, interval: 123_457, burst: 7);
        _clock.Advance(wait - 1);
        Assert.Equal(1, Take(table, interval: 123_457, burst: 7));
        _clock.Advance(1);
        Assert.Equal(0, Take(table, interval: 123_457, burst: 7));
    }

    [Fact]
    public void Refused_requests_cost_nothing()
    {
        using var table = Table();
        Take(table, interval: Second, burst: 1);
        for (var count = 0; count < 1_000; count++)
        {
            Assert.Equal(Second, Take(table, interval: Second, burst: 1));
        }

        _clock.Advance(Second);
        Assert.Equal(0, Take(table, interval: Second, burst: 1));
    }

    [Fact]
    public void Keys_are_counted_apart()
    {
        using var table = Table();
        var keys = Keys(1_000).ToArray();

        foreach (var key in keys)
        {
            Assert.Equal(0, Take(table, Second, 1, key));
        }

        foreach (var key in keys)
        {
            Assert.Equal(Second, Take(table, Second, 1, key));
        }
    }

    [Fact]
    public void A_clock_that_goes_back_costs_a_client_no_more_than_a_used_up_limit()
    {
        using var table = Table();
        Take(table, interval: Second, burst: 5);
        _clock.Advance(-900 * Second);

        Assert.Equal(Second, Take(table, interval: Second, burst: 5));
        _clock.Advance(Second);
        Assert.Equal(0, Take(table, interval: Second, burst: 5));
        _clock.Advance(5 * Second);
        Assert.Equal(5, Enumerable.Range(0, 10).Count(_ => Take(table, interval: Second, burst: 5) == 0));
    }

    /// <summary>Admitted by a clock that lags, refused only by the one that does not.</summary>
    [Fact]
    public void A_time_that_was_read_too_early_refuses_nobody()
    {
        using var table = Table();
        Assert.Equal(0, Take(table, interval: Second, burst: 1));
        var early = _clock.Now;
        _clock.Advance(Second);

        Assert.Equal(0, table.Take(Key, early, Second, Second));
        Assert.Equal(Second, table.Take(Key, early, Second, Second));
    }

    [Fact]
    public void The_systems_recent_clock_is_the_exact_one_but_for_a_tick()
    {
        var clock = new MicrosecondClock(TimeProvider.System);
        var before = clock.Now;
        var recent = clock.Recent;
        var after = clock.Now;

        Assert.InRange(recent, before - 100_000, after);
    }

    [Fact]
    public void A_full_bucket_gives_up_the_key_that_is_nearest_to_being_forgotten()
    {
        // The lower bits choose the bucket, the upper 25 are the tag.
        using var table = Table();
        var sameBucket = Enumerable.Range(1, 9).Select(tag => (ulong)tag << 39).ToArray();
        for (var index = 0; index < 8; index++)
        {
            // The fourth key owes the least.
            Take(table, interval: index == 3 ? Second : 60 * Second, burst: 1, key: sameBucket[index]);
        }

        Assert.Equal(0, Take(table, interval: 60 * Second, burst: 1, key: sameBucket[8]));

        Assert.Equal(1, table.Forgotten);
        foreach (var kept in sameBucket.Where((_, index) => index != 3))
        {
            Assert.NotEqual(0, Take(table, interval: 60 * Second, burst: 1, key: kept));
        }
    }

    [Fact]
    public void A_bucket_of_expired_keys_has_room_for_eight_new_ones()
    {
        using var table = Table();
        for (var round = 0; round < 5; round++)
        {
            for (var tag = 1; tag <= 8; tag++)
            {
                var key = (ulong)((round * 8) + tag) << 39;
                Assert.Equal(0, Take(table, interval: Second, burst: 1, key: key));
                Assert.Equal(Second, Take(table, interval: Second, burst: 1, key: key));
            }

            _clock.Advance(Second);
        }

        Assert.Equal(0, table.Forgotten);
    }

    [Fact]
    public void A_flood_of_new_keys_does_not_make_the_table_forget_one_that_used_its_limit_up()
    {
        using var table = Table(maxKeys: 1_024);
        while (Take(table, interval: Second, burst: 300) == 0)
        {
        }

        foreach (var key in Keys(1_000_000))
        {
            table.Take(key, _clock.Now, Second, 300 * Second);
        }

        Assert.NotEqual(0, Take(table, interval: Second, burst: 300));
        Assert.True(table.Forgotten > 900_000, $"Only {table.Forgotten} keys were forgotten: was the table full?");
        Assert.Equal(4_096, table.CellCount);
    }

    [Fact]
    public void A_key_that_rests_for_years_is_as_good_as_new_at_any_time()
    {
        var time = new FakeTimeProvider();
        var clock = new MicrosecondClock(time);
        using var table = new RateLimitTable(1_024, clock);
        for (var day = 0; day < 200; day++)
        {
            Assert.Equal(5, Enumerable.Range(0, 10).Count(_ => table.Take(Key, clock.Now, Second, 5 * Second) == 0));
            // Just after the sweep, just before it, and at odd times in between: the packed time wraps every six days.
            time.Advance(TimeSpan.FromHours(1 + (day * 37 % 190)) + TimeSpan.FromTicks(day));
        }
    }

    [Fact]
    public void Sweeps_tell_once_how_much_was_forgotten()
    {
        var time = new FakeTimeProvider();
        var clock = new MicrosecondClock(time);
        using var table = new RateLimitTable(1_024, clock);
        var told = new List<long>();
        table.Swept += told.Add;
        for (ulong tag = 1; tag <= 10; tag++)
        {
            table.Take(tag << 39, clock.Now, Second, Second);
        }

        time.Advance(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([2, 0], told);
    }

    [Fact]
    public void A_decision_allocates_nothing()
    {
        using var table = Table();
        var keys = Keys(256).ToArray();

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var key in keys)
            {
                table.Take(key, _clock.Now, Second, 10 * Second);
            }
        }));
    }

    internal static IEnumerable<ulong> Keys(int count)
    {
        var random = new Random(1);
        for (var index = 0; index < count; index++)
        {
            yield return (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        }
    }

    private RateLimitTable Table(int maxKeys = 16_384) => new(maxKeys, new MicrosecondClock(_clock));

    private long Take(RateLimitTable table, long interval, int burst, ulong key = Key) => table.Take(key, _clock.Now, interval, interval * burst);
}
