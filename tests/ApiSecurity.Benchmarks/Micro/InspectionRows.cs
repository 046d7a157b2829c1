namespace ApiSecurity.Benchmarks.Micro;

internal static class InspectionRows
{
    private const double MostRatio = 1.5;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var one = new InspectionCase();
        var figures = Stopclock.Measure(one.Read, one.InspectClean, one.InspectProse, one.InspectAttack);
        var read = figures[0];
        yield return Of("inspection of a clean 1 kB of JSON", figures[1], isTarget: true);
        yield return Of("  with quotes, dashes and addresses in it", figures[2], isTarget: false);
        yield return Of("  with an attack in it", figures[3], isTarget: false);

        Row Of(string name, Stopclock.Figure ours, bool isTarget)
        {
            var ratio = ours.Nanoseconds / read.Nanoseconds;
            return new Row(name, ours.ToString(), read.ToString(), ratio, isTarget ? "added ≤ 1.5 × a Utf8JsonReader pass, 0 B" : "-", isTarget ? ratio <= MostRatio && ours.Bytes < 1 : null);
        }
    }
}
