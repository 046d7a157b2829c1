using System.Buffers.Binary;
using System.Globalization;
using ApiSecurity.Authentication;

namespace ApiSecurity.Benchmarks.Micro;

internal static class SignatureRows
{
    private const int ReplayCapacity = 262_144;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var warm = new SignatureCase(HttpSignatureAlgorithms.EcdsaP256Sha256);
        Stopclock.Measure(warm.Accepted, warm.Hostile, warm.Peer);
        foreach (var algorithm in new[] { HttpSignatureAlgorithms.EcdsaP256Sha256, HttpSignatureAlgorithms.HmacSha256 })
        {
            var signatures = new SignatureCase(algorithm);
            var figures = Stopclock.Measure(signatures.Accepted, signatures.Hostile, signatures.Peer);
            var (accepted, hostile, peer) = (figures[0], figures[1], figures[2]);
            yield return new Row($"authenticate a signed request, {algorithm}, beside the verification alone", accepted.ToString(), peer.ToString(), accepted.Nanoseconds / peer.Nanoseconds, "-", null);
            yield return new Row($"  refuse 60 parameters of a query of 8 kB, {algorithm}", hostile.ToString(), "-", null, "-", null);
        }

        yield return Remember();
    }

    private static Row Remember()
    {
        var id = new byte[32];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var store = new MemoryReplayStore(ReplayCapacity, TimeProvider.System);
        var expires = TimeProvider.System.GetUtcNow().AddHours(1);
        var used = 0;
        var cpu = Environment.CpuUsage.TotalTime;
        for (var number = 0; number < ReplayCapacity * 95 / 100; number++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(id, number);
            used += store.Use("http-signature", id, expires) == ReplayAnswer.First ? 1 : 0;
        }

        var time = Environment.CpuUsage.TotalTime - cpu;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(store);
        return new Row(
            string.Create(CultureInfo.InvariantCulture, $"remember {used:N0} used signatures, room for {ReplayCapacity:N0}"),
            string.Create(CultureInfo.InvariantCulture, $"{time.TotalNanoseconds / used:0.0} ns"),
            string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB, {(double)bytes / used:0} B each"),
            null,
            "bounded",
            null);
    }
}
