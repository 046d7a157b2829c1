namespace ApiSecurity.Benchmarks.Micro;

internal static class SchemaRows
{
    private const double MostOfOrder = 2.5;
    private const double MostOfReal = 3;
    private const double LeastOfPeer = 12;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        var order = await SchemaCase.Order().WithPeerAsync();
        var figures = Stopclock.Measure(order.Ours, order.Bare, order.Peer);
        var (ours, bare, peer) = (figures[0], figures[1], figures[2]);
        var ratio = ours.Nanoseconds / bare.Nanoseconds;
        yield return new Row("an order of 1 kB by its JSON Schema, beside a bare pass of the reader", ours.ToString(), bare.ToString(), ratio, "≤ 2.5 ×, 0 B", ratio <= MostOfOrder && ours.WholeBytes == 0);
        ratio = peer.Nanoseconds / ours.Nanoseconds;
        yield return new Row("  beside NJsonSchema", ours.ToString(), peer.ToString(), ratio, "≥ 12 ×", ratio >= LeastOfPeer);

        var large = SchemaCase.LargeOrder();
        var (largeOurs, largeBare) = Pair(large);
        yield return new Row("  one of 1 MB, for each kB", largeOurs.ToString(), largeBare.ToString(), largeOurs.Nanoseconds / largeBare.Nanoseconds, "-", null);

        var (logarithms, count) = (0.0, 0);
        foreach (var one in SchemaCase.Real())
        {
            var (realOurs, realBare) = Pair(one);
            logarithms += Math.Log(realOurs.Nanoseconds / realBare.Nanoseconds);
            count++;
        }

        ratio = Math.Exp(logarithms / count);
        yield return new Row($"{count} real schemas, geometric mean beside a bare pass", "-", "-", ratio, "≤ 3 ×", ratio <= MostOfReal);
    }

    private static (Stopclock.Figure Ours, Stopclock.Figure Bare) Pair(SchemaCase one)
    {
        var figures = Stopclock.Measure(one.Ours, one.Bare);
        return (figures[0], figures[1]);
    }
}
