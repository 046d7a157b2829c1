using System.Diagnostics;
using System.Globalization;
using ApiSecurity.Benchmarks.Micro;

namespace ApiSecurity.Benchmarks.Objects;

internal static class ObjectRows
{
    private const int Few = 10_000;
    private const int Many = 100_000;
    private const int Requests = 10_000;
    private const int Foreign = 2;
    private const int Absent = 999_999_999;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
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

        yield return Timing(many);
    }

    /// <summary>Whether the time tells what is not there from what is not the caller's: medians of many requests, in turns, and how sure one could be (Mann-Whitney).</summary>
    private static Row Timing(LoadCase many)
    {
        for (var warm = 0; warm < 500; warm++)
        {
            many.Refused(Foreign);
            many.Refused(Absent);
        }

        var foreign = new double[Requests];
        var absent = new double[Requests];
        for (var index = 0; index < Requests; index++)
        {
            // Now the one first and now the other, so that neither is always the one behind a collection.
            if (index % 2 == 0)
            {
                foreign[index] = Time(many, Foreign);
                absent[index] = Time(many, Absent);
            }
            else
            {
                absent[index] = Time(many, Absent);
                foreign[index] = Time(many, Foreign);
            }
        }

        var (a, b) = (Median(foreign), Median(absent));
        var chance = Chance(foreign, absent);
        return new Row(
            $"forbidden and absent, {Requests:N0} requests each", string.Create(CultureInfo.InvariantCulture, $"{a:0.0} µs"), string.Create(CultureInfo.InvariantCulture, $"{b:0.0} µs"), a / b,
            string.Create(CultureInfo.InvariantCulture, $"one request tells with a chance of {chance:0.000} which it is (0.5 is guessing; within 0.05)"), Math.Abs(chance - 0.5) <= 0.05);
    }

    /// <summary>The chance that a request for a foreign object takes longer than one for an absent object.</summary>
    private static double Chance(double[] foreign, double[] absent)
    {
        double[] sorted = [.. absent.Order()];
        double wins = 0;
        foreach (var one in foreign)
        {
            var below = LowerBound(sorted, one);
            var upTo = LowerBound(sorted, Math.BitIncrement(one));
            wins += below + ((upTo - below) / 2.0);
        }

        return wins / ((double)foreign.Length * absent.Length);
    }

    private static int LowerBound(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Time(LoadCase load, int id)
    {
        var started = Stopwatch.GetTimestamp();
        load.Refused(id);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
    }

    private static double TimeOnce(Action<int> operation)
    {
        operation(1);
        var started = Stopwatch.GetTimestamp();
        operation(3);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / 3;
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);

    private static string Micros(Stopclock.Figure figure) => string.Create(CultureInfo.InvariantCulture, $"{figure.Nanoseconds / 1000:0.0} µs, {figure.WholeBytes:N0} B");
}
