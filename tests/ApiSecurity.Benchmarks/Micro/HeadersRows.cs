using System.Globalization;

namespace ApiSecurity.Benchmarks.Micro;

internal static class HeadersRows
{
    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var headers = new HeadersCase();
        var empty = new EmptyPipelineCase();
        var figures = Stopclock.Measure(empty.Run, headers.Ours, headers.Peer);
        var ours = figures[1] with { Nanoseconds = figures[1].Nanoseconds - figures[0].Nanoseconds };
        var peer = figures[2] with { Nanoseconds = figures[2].Nanoseconds - figures[0].Nanoseconds };
        var ratio = peer.Nanoseconds / ours.Nanoseconds;
        yield return new Row(
            string.Create(CultureInfo.InvariantCulture, $"response headers, {headers.OurHeaders} of ours, {headers.PeerHeaders} of NetEscapades"),
            ours.ToString(),
            peer.ToString(),
            ratio,
            "≥ 2 ×, 0 B",
            ratio >= 2 && ours.WholeBytes == 0);
    }
}
