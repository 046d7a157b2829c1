using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Benchmarks.Micro;

internal static class TokenRows
{
    private const double MostNanoseconds = 1_500;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        // Once for nothing: what is measured first would pay for code that the compiler has not finished with.
        var warm = new TokenCase(SecurityAlgorithms.EcdsaSha256);
        Stopclock.Measure(warm.Known, warm.Unknown, warm.Peer, warm.KnownAndAllowed, warm.Framework);
        foreach (var (algorithm, least) in new[] { (SecurityAlgorithms.EcdsaSha256, 50.0), (SecurityAlgorithms.RsaSha256, 20.0) })
        {
            var tokens = new TokenCase(algorithm);
            var figures = Stopclock.Measure(tokens.Known, tokens.Unknown, tokens.Peer, tokens.KnownAndAllowed, tokens.Framework);
            var (known, unknown, peer, allowed, framework) = (figures[0], figures[1], figures[2], figures[3], figures[4]);
            var ratio = peer.Nanoseconds / known.Nanoseconds;
            yield return new Row(
                $"authenticate a known token, {algorithm}", known.ToString(), peer.ToString(), ratio, $"≤ 1.5 µs, 0 B, ≥ {least:0} ×",
                known.Nanoseconds <= MostNanoseconds && known.WholeBytes == 0 && ratio >= least);
            yield return new Row($"  authenticated and authorized, {algorithm}", allowed.ToString(), "-", null, "-", null);
            yield return new Row(
                $"authenticate an unknown token, {algorithm}", unknown.ToString(), peer.ToString(), unknown.Nanoseconds / peer.Nanoseconds, "≤ 1.10 ×",
                unknown.Nanoseconds <= 1.1 * peer.Nanoseconds);
            yield return new Row(
                $"  beside the framework's JwtBearerHandler, {algorithm}", unknown.ToString(), framework.ToString(), unknown.Nanoseconds / framework.Nanoseconds, "-", null);
        }
    }
}
