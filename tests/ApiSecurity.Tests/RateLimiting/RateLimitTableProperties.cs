using ApiSecurity.Pipeline;
using System.Collections.Concurrent;
using ApiSecurity.RateLimiting;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.RateLimiting;

public sealed class RateLimitTableProperties
{
    private const ulong Key = 0xfedc_ba98_7654_3210;

    /// <summary>In any time w: at most burst + w / interval.</summary>
    [Property(MaxTest = 300)]
    public void No_time_holds_more_than_the_burst_and_what_the_rate_brings(byte permits, byte burst, ushort window, uint[] gaps)
    {
        var limit = LimitOf(permits, burst, window);
        var clock = new ManualClock(5);
        using var table = new RateLimitTable(64, new MicrosecondClock(clock));
        var admitted = new List<long>();
        foreach (var gap in gaps)
        {
            clock.Advance(gap % (2 * limit.Interval));
            while (table.Take(Key, clock.Now, limit.Interval, limit.Tolerance) == 0)
            {
                admitted.Add(clock.Now);
            }
        }

        AssertBound(limit, [.. admitted.Select(time => (time, time))]);
    }

    /// <summary>The packed time against whole numbers without end.</summary>
    [Property(MaxTest = 300)]
    public void The_table_decides_as_the_definition_of_GCRA_does(byte permits, byte burst, ushort window, uint[] gaps, long start)
    {
        var limit = LimitOf(permits, burst, window);
        var clock = new ManualClock(Math.Abs(start / 4));
        using var table = new RateLimitTable(64, new MicrosecondClock(clock));
        Int128 theoreticalArrival = 0;
        foreach (var gap in gaps)
        {
            clock.Advance(gap % (3 * limit.Interval));
            var next = Int128.Max(theoreticalArrival, clock.Now) + limit.Interval;
            var wait = next - clock.Now - limit.Tolerance;
            Assert.Equal((long)Int128.Max(wait, 0), table.Take(Key, clock.Now, limit.Interval, limit.Tolerance));
            if (wait <= 0)
            {
                theoreticalArrival = next;
            }
        }
    }

    /// <summary>Well-behaved: never more than the limit in any window, however unevenly.</summary>
    [Property(MaxTest = 300)]
    public void A_client_that_keeps_to_the_limit_is_never_refused(byte permits, ushort window, uint[] gaps)
    {
        var rate = new Rate(permits + 1, TimeSpan.FromSeconds((window % 86_400) + 1));
        var limit = new Limit(new KeyedHash(1, 2), "test", rate, 0, LimitBy.Client);
        var length = (long)rate.Window.TotalMicroseconds;
        var clock = new ManualClock();
        using var table = new RateLimitTable(64, new MicrosecondClock(clock));
        var sent = new Queue<long>();
        foreach (var gap in gaps)
        {
            clock.Advance(gap % length / 4);
            for (var count = 0; count < limit.Rate.Permits; count++)
            {
                if (sent.Count == limit.Rate.Permits)
                {
                    // The client's own discipline: a sliding window, used to the last microsecond.
                    clock.Now = Math.Max(clock.Now, sent.Dequeue() + length);
                }

                sent.Enqueue(clock.Now);
                Assert.Equal(0, table.Take(Key, clock.Now, limit.Interval, limit.Tolerance));
            }
        }
    }

    [Property(MaxTest = 20)]
    public void Threads_together_admit_no_more_than_one_would(byte permits, byte burst, byte seed)
    {
        var limit = LimitOf((byte)(permits % 20), burst, 40);
        var clock = new ManualClock();
        // One bucket, in which other keys come and go, so that the key is put in, found, given up and put in again.
        using var table = new RateLimitTable(1, new MicrosecondClock(clock));
        var admitted = new ConcurrentBag<(long Before, long After)>();
        Run(threads: 4, thread =>
        {
            var random = new Random((seed * 4) + thread);
            for (var count = 0; count < 300; count++)
            {
                var before = clock.Now;
                if (table.Take(Key, before, limit.Interval, limit.Tolerance) == 0)
                {
                    admitted.Add((before, clock.Now));
                }

                // Lighter than the key under test, so that they are given up before it is.
                table.Take(((ulong)random.Next(1, 7) << 39) | 1, clock.Now, 1, 1);
                clock.Advance(random.NextInt64(limit.Interval / 2));
            }
        });

        AssertBound(limit, [.. admitted]);
    }

    [Property(MaxTest = 100)]
    public void A_new_key_that_comes_on_many_threads_at_once_is_one_key(byte burst)
    {
        var limit = LimitOf(255, (byte)(burst % 50), 60_000);
        var clock = new ManualClock();
        using var table = new RateLimitTable(1, new MicrosecondClock(clock));
        var admitted = 0;
        Run(threads: 8, _ =>
        {
            for (var count = 0; count < 60; count++)
            {
                if (table.Take(Key, 0, limit.Interval, limit.Tolerance) == 0)
                {
                    Interlocked.Increment(ref admitted);
                }
            }
        });

        Assert.Equal(limit.Burst, admitted);
    }

    private static Limit LimitOf(byte permits, byte burst, ushort window)
    {
        var rate = new Rate(permits + 1, TimeSpan.FromMilliseconds(window + 1));
        return new Limit(new KeyedHash(1, 2), "test", rate, burst % (rate.Permits + 1), LimitBy.Client);
    }

    private static void AssertBound(Limit limit, (long Before, long After)[] admitted)
    {
        // Those that happened for certain within [start, end] are the ones that began and ended in it.
        foreach (var start in admitted.Select(one => one.Before).Distinct())
        {
            var ends = admitted.Where(one => one.Before >= start).Select(one => one.After).Order().ToArray();
            for (var index = 0; index < ends.Length; index++)
            {
                var most = limit.Burst + ((ends[index] - start) / limit.Interval);
                Assert.True(index + 1 <= most, $"{index + 1} requests passed in {ends[index] - start} µs, but no more than {most} may ({limit}).");
            }
        }
    }

    private static void Run(int threads, Action<int> body)
    {
        using var start = new Barrier(threads);
        var all = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            body(index);
        })).ToArray();
        foreach (var thread in all)
        {
            thread.Start();
        }

        foreach (var thread in all)
        {
            thread.Join();
        }
    }
}
