using System.Diagnostics;
using System.Globalization;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>Times short operations side by side: in turns, so that a machine that changes its speed changes all of them.</summary>
internal static class Stopclock
{
    private const int Rounds = 15;
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);

    /// <param name="operations">Each runs a number of operations, given as its argument.</param>
    public static Figure[] Measure(params Action<int>[] operations)
    {
        var counts = operations.Select(Calibrate).ToArray();
        var times = operations.Select(_ => new List<double>()).ToArray();
        var bytes = new double[operations.Length];
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < operations.Length; index++)
            {
                var allocated = GC.GetTotalAllocatedBytes();
                // CPU time, not the clock's: another process that takes the core away does not count.
                var cpu = Environment.CpuUsage.TotalTime;
                operations[index](counts[index]);
                times[index].Add((Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / counts[index]);
                bytes[index] = (GC.GetTotalAllocatedBytes() - allocated) / (double)counts[index];
            }
        }

        return [.. times.Select((list, index) => new Figure(list.Order().ElementAt(Rounds / 2), bytes[index]))];
    }

    /// <summary>How many operations take about a round, once the compiler has done what it will do.</summary>
    private static int Calibrate(Action<int> operation)
    {
        var started = Stopwatch.GetTimestamp();
        var count = 1_000;
        while (Stopwatch.GetElapsedTime(started) < WarmUp)
        {
            operation(count);
        }

        while (true)
        {
            started = Stopwatch.GetTimestamp();
            operation(count);
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed >= RoundLength || count >= 100_000_000)
            {
                return count;
            }

            count = (int)Math.Min(100_000_000, elapsed < RoundLength / 10 ? count * 5L : (long)(count * (RoundLength / elapsed)) + 1);
        }
    }

    internal readonly record struct Figure(double Nanoseconds, double Bytes)
    {
        // A background thread may allocate a little while a million operations run.
        public double WholeBytes => Bytes < 0.5 ? 0 : Bytes;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds:0.0} ns, {WholeBytes:0} B");
    }
}
