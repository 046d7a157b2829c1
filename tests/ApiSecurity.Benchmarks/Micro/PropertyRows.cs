namespace ApiSecurity.Benchmarks.Micro;

internal static class PropertyRows
{
    private const double MostRatio = 1.10;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var one = new PropertyCase();
        var figures = Stopclock.Measure(one.Plain, one.Seen, one.Unseen);
        var (plain, seen, unseen) = (figures[0], figures[1], figures[2]);
        var ratio = seen.Nanoseconds / plain.Nanoseconds;
        yield return new Row("50 objects as JSON, 2 of 12 members with rules", seen.ToString(), plain.ToString(), ratio, "≤ 1.10 × without rules", ratio <= MostRatio);
        yield return new Row("  for a caller who may read neither", unseen.ToString(), plain.ToString(), unseen.Nanoseconds / plain.Nanoseconds, "-", null);
    }
}
