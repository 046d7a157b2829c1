using System.Diagnostics;
using System.Globalization;
using ApiSecurity.Benchmarks.Micro;

namespace ApiSecurity.Benchmarks.Objects;

internal static class ObjectRows
{
    private const int Few = 10_000;
    private const int Many = 100_000;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        var check = new CheckCase();
        var checks = Stopclock.Measure(check.Ours, check.Peer, check.First);
        yield return new Row(
            "object check in memory", checks[0].ToString(), checks[1].ToString(), checks[1].Nanoseconds / checks[0].Nanoseconds, "≤ 100 ns, 0 B; ≥ 5 × IAuthorizationService with a handler",
            checks[0].Nanoseconds <= 100 && checks[0].WholeBytes == 0 && checks[1].Nanoseconds / checks[0].Nanoseconds >= 5);
        yield return new Row("  the first one of a request", checks[2].ToString(), checks[1].ToString(), checks[1].Nanoseconds / checks[2].Nanoseconds, "-", null);

        using var few = new LoadCase(Few);
        using var many = new LoadCase(Many);
        var lists = Stopclock.Measure(few.ListByRule, many.ListByRule, many.ListWrittenOut);
        var growth = lists[1].Nanoseconds / lists[0].Nanoseconds;
        yield return new Row(
            $"list of {LoadCase.Page} of {Many:N0} rows, by rule", Micros(lists[1]), $"{Micros(lists[0])} of {Few:N0} rows", growth,
            $"the index is used ({(many.UsesIndex() ? "it is" : "it is not")}), does not grow with the table (≤ 1.15)", many.UsesIndex() && growth <= 1.15);
        yield return new Row("  the same query written out", Micros(lists[1]), Micros(lists[2]), lists[1].Nanoseconds / lists[2].Nanoseconds, "-", null);
        var slow = TimeOnce(many.ListAfterLoading);
        yield return new Row("  filter after loading", Micros(lists[1]), string.Create(CultureInfo.InvariantCulture, $"{slow:N0} µs"), slow * 1000 / lists[1].Nanoseconds, "-", null);

        var loads = Stopclock.Measure(many.LoadAuthorized, many.LoadBare);
        var added = loads[0].Nanoseconds / loads[1].Nanoseconds;
        yield return new Row("Authorized<T> and its query", Micros(loads[0]), $"{Micros(loads[1])}, the query alone", added, "≤ 1.02", added <= 1.02);

        yield return await RefusalTiming.RunAsync();
    }

    private static double TimeOnce(Action<int> operation)
    {
        operation(1);
        var started = Stopwatch.GetTimestamp();
        operation(3);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / 3;
    }

    private static string Micros(Stopclock.Figure figure) => string.Create(CultureInfo.InvariantCulture, $"{figure.Nanoseconds / 1000:0.0} µs, {figure.WholeBytes:N0} B");
}
