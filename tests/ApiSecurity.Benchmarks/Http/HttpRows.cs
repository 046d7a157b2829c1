using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ApiSecurity.Benchmarks.Http;

/// <summary>
/// GET over HTTP on Kestrel, with an ES256 token and of an open endpoint without one: three servers on core 0, started together, the load on
/// core 1, in interleaved rounds. The medians of the rounds count; the first 20 s of load on each server are left out, because tiered
/// compilation is still at work.
/// </summary>
internal static class HttpRows
{
    private const int WarmUpMilliseconds = 20_000;
    private const int OpenWarmUpMilliseconds = 5_000;
    private const int RoundMilliseconds = 3_000;
    private const int OpenRoundMilliseconds = 1_000;
    private const int ManyTokens = 1_000;
    private const int Rounds = 10;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        var token = Tokens.Create();
        string[] kinds = [BenchmarkServer.Bare, BenchmarkServer.Ours, BenchmarkServer.Assembled];
        var servers = new List<Server>();
        using var load = new Child(core: 1, "load");
        try
        {
            servers.AddRange(kinds.Select(kind => new Server(kind)));
            foreach (var server in servers)
            {
                await server.CheckAsync(token);
            }

            foreach (var server in servers)
            {
                server.Load(load, BenchmarkServer.ClosedPath, WarmUpMilliseconds, tokens: 1);
                server.Load(load, BenchmarkServer.ClosedPath, OpenWarmUpMilliseconds, ManyTokens);
                server.Load(load, BenchmarkServer.OpenPath, OpenWarmUpMilliseconds, tokens: 0);
                server.Load(load, ObjectEndpoints.StoredPath, OpenWarmUpMilliseconds, tokens: 1);
                server.Load(load, ObjectEndpoints.KeptPath, OpenWarmUpMilliseconds, tokens: 1);
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var server in servers)
                {
                    server.Rounds.Add(server.Load(load, BenchmarkServer.ClosedPath, RoundMilliseconds, tokens: 1));
                    server.ManyRounds.Add(server.Load(load, BenchmarkServer.ClosedPath, OpenRoundMilliseconds, ManyTokens));
                    server.OpenRounds.Add(server.Load(load, BenchmarkServer.OpenPath, OpenRoundMilliseconds, tokens: 0));
                    server.StoredRounds.Add(server.Load(load, ObjectEndpoints.StoredPath, OpenRoundMilliseconds, tokens: 1));
                    server.KeptRounds.Add(server.Load(load, ObjectEndpoints.KeptPath, OpenRoundMilliseconds, tokens: 1));
                }
            }
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
        }

        var (bare, ours, assembled) = (servers[0], servers[1], servers[2]);
        if (!Child.CanPin || Environment.ProcessorCount < 2)
        {
            Console.WriteLine("# servers and load share their cores here: the ratios are not those of a server with a core of its own");
        }

        yield return Compare("GET with a JWT over HTTP, beside bare", ours.Rounds, bare.Rounds, 0.80);
        yield return Compare("GET with a JWT over HTTP, beside the assembled stack", ours.Rounds, assembled.Rounds, 5);
        yield return Compare("GET with 1,000 JWTs in turn, beside bare", ours.ManyRounds, bare.ManyRounds, 0.80);
        yield return Compare("GET with 1,000 JWTs in turn, beside the assembled stack", ours.ManyRounds, assembled.ManyRounds, 5);
        yield return Compare("GET of a caller's object of a database, beside bare", ours.StoredRounds, bare.StoredRounds, 0.80);
        yield return Compare("GET of a caller's object of a database, beside the assembled stack", ours.StoredRounds, assembled.StoredRounds, null);
        yield return Compare("GET of a caller's object in memory, beside bare", ours.KeptRounds, bare.KeptRounds, 0.80);
        yield return Compare("GET of a caller's object in memory, beside the assembled stack", ours.KeptRounds, assembled.KeptRounds, null);
        yield return Compare("GET of an open endpoint over HTTP, beside bare", ours.OpenRounds, bare.OpenRounds, null);
        yield return Compare("GET of an open endpoint over HTTP, beside the assembled stack", ours.OpenRounds, assembled.OpenRounds, null);
        foreach (var server in servers)
        {
            yield return new Row(
                $"  {server.Kind}: the server's CPU time and memory a request, beside bare",
                string.Create(CultureInfo.InvariantCulture, $"{server.Median(round => round.CpuMicroseconds):0.00} µs, {server.Median(round => round.Bytes):N0} B"),
                string.Create(CultureInfo.InvariantCulture, $"{bare.Median(round => round.CpuMicroseconds):0.00} µs"),
                bare.Median(round => round.CpuMicroseconds) / server.Median(round => round.CpuMicroseconds),
                string.Create(CultureInfo.InvariantCulture, $"rounds {server.Rounds.Min(round => round.PerSecond):N0} to {server.Rounds.Max(round => round.PerSecond):N0} /s, load's core {server.Median(round => round.LoadCpu) * 100:0} % busy"),
                null);
        }
    }

    private static Row Compare(string name, List<Round> ours, List<Round> peer, double? target)
    {
        // Round by round, so that a machine that changes its speed changes both.
        var ratio = Median(ours.Zip(peer, (mine, theirs) => mine.PerSecond / theirs.PerSecond));
        return new Row(
            name,
            string.Create(CultureInfo.InvariantCulture, $"{Median(ours.Select(round => round.PerSecond)):N0} /s"),
            string.Create(CultureInfo.InvariantCulture, $"{Median(peer.Select(round => round.PerSecond)):N0} /s"),
            ratio,
            target is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"≥ {target:0.00} ×"),
            target is null ? null : ratio >= target);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed record Round(double PerSecond, double CpuMicroseconds, double Bytes, double LoadCpu);

    private sealed class Server : IDisposable
    {
        private readonly Child _child;
        private readonly int _port;

        public Server(string kind)
        {
            Kind = kind;
            _child = new Child(core: 0, "serve", kind);
            _port = int.Parse(_child.ReadLine(), CultureInfo.InvariantCulture);
        }

        public string Kind { get; }

        public List<Round> Rounds { get; } = [];

        public List<Round> ManyRounds { get; } = [];

        public List<Round> OpenRounds { get; } = [];

        public List<Round> StoredRounds { get; } = [];

        public List<Round> KeptRounds { get; } = [];

        public double Median(Func<Round, double> select) => HttpRows.Median(Rounds.Select(select));

        public Round Load(Child load, string path, int milliseconds, int tokens)
        {
            var before = Numbers(_child.Ask("stats"));
            var sent = Numbers(load.Ask(string.Create(CultureInfo.InvariantCulture, $"{_port} {milliseconds} {path} {tokens}")));
            var after = Numbers(_child.Ask("stats"));
            if (sent[2] > 0)
            {
                throw new InvalidOperationException($"{sent[2]} of {sent[0]} requests to the server \"{Kind}\" were not answered with 200.");
            }

            return new Round(sent[0] * 1e6 / sent[1], (after[1] - before[1]) / (double)sent[0], (after[0] - before[0]) / (double)sent[0], sent[3] / (double)sent[1]);
        }

        /// <summary>A fast server that checks nothing would win: with the token 200, without it or with another 401.</summary>
        public async Task CheckAsync(string token)
        {
            var isBare = Kind == BenchmarkServer.Bare;
            await ExpectAsync(token, HttpStatusCode.OK);
            await ExpectAsync(null, isBare ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
            foreach (var path in new[] { ObjectEndpoints.StoredPath, ObjectEndpoints.KeptPath })
            {
                await ExpectAsync(token, HttpStatusCode.OK, path);
                await ExpectAsync(Tokens.Create(number: 1), isBare ? HttpStatusCode.OK : HttpStatusCode.NotFound, path);
            }

            var signature = token.LastIndexOf('.') + 1;
            await ExpectAsync(token[..signature] + token[signature..].Replace(token[signature], token[signature] == 'A' ? 'B' : 'A'), isBare ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        }

        public void Dispose() => _child.Dispose();

        private async Task ExpectAsync(string? token, HttpStatusCode expected, string path = BenchmarkServer.ClosedPath)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_port}{path}");
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var response = await client.SendAsync(request);
            if (response.StatusCode != expected)
            {
                Console.WriteLine($"# the server \"{Kind}\" answers {(int)response.StatusCode} where {(int)expected} is right: its row does not count");
            }
        }

        private static long[] Numbers(string line) => [.. line.Split(' ').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
    }
}
