namespace ApiSecurity.Benchmarks.Micro;

internal static class CallerRows
{
    private const double MostNanoseconds = 1_500;
    private const double MostNanosecondsOfQuestion = 30;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var one = new CallerCase();
        var figures = Stopclock.Measure(one.Known, one.Unknown, one.Can);
        var (known, unknown, can) = (figures[0], figures[1], figures[2]);
        yield return new Row(
            "authenticate a known API key", known.ToString(), "-", null, "≤ 1.5 µs, 0 B", known.Nanoseconds <= MostNanoseconds && known.WholeBytes == 0);
        yield return new Row("  one that is not remembered", unknown.ToString(), "-", null, "-", null);
        yield return new Row("Caller.Can", can.ToString(), "-", null, "≤ 30 ns, 0 B", can.Nanoseconds <= MostNanosecondsOfQuestion && can.WholeBytes == 0);
    }
}
