using System.Globalization;

namespace ApiSecurity.Benchmarks.Micro;

internal static class LimitRows
{
    private const double MostNanoseconds = 25;
    private const double LeastRatio = 4;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        foreach (var keys in new[] { 1_000, 1_000_000 })
        {
            using var limits = new LimitCase(keys);
            limits.CreatePeer();
            foreach (var threads in new[] { 1, 2 })
            {
                var figures = Stopclock.Measure(count => OnThreads(threads, limits.Ours, count), count => OnThreads(threads, limits.Peer, count));
                yield return Decision(string.Create(CultureInfo.InvariantCulture, $"rate limit decision, {keys:N0} keys, {threads} thread{(threads == 1 ? string.Empty : "s")}"), figures[0], figures[1]);
            }

            if (keys == 1_000)
            {
                var parts = Stopclock.Measure(limits.Clock, limits.Key, limits.Table);
                yield return Part("the clock", parts[0]);
                yield return Part("the key's hash", parts[1]);
                yield return Part("the table", parts[2]);
            }
            else
            {
                yield return new Row(
                    string.Create(CultureInfo.InvariantCulture, $"rate limit memory, {keys:N0} keys"),
                    Megabytes(limits.OurBytes),
                    Megabytes(limits.PeerBytes),
                    limits.PeerBytes / (double)limits.OurBytes,
                    "≤ 32 MiB",
                    limits.OurBytes <= 33.5 * 1024 * 1024);
            }
        }
    }

    private static Row Part(string name, Stopclock.Figure figure) => new($"  of a rate limit decision: {name}", figure.ToString(), "-", null, "-", null);

    private static Row Decision(string name, Stopclock.Figure ours, Stopclock.Figure peer)
    {
        var ratio = peer.Nanoseconds / ours.Nanoseconds;
        return new Row(name, ours.ToString(), peer.ToString(), ratio, "≤ 25 ns, 0 B, ≥ 4 ×", ours.Nanoseconds <= MostNanoseconds && ours.WholeBytes == 0 && ratio >= LeastRatio);
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");

    /// <summary>The figure is CPU time a decision, over all threads together.</summary>
    private static void OnThreads(int threads, Action<int> operation, int count)
    {
        if (threads == 1)
        {
            operation(count);
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => operation(count / threads));
    }
}
