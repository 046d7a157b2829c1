using ApiSecurity.Authorization;
using BenchmarkDotNet.Attributes;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>An opaque id, written, read, and refused because it is none.</summary>
[MemoryDiagnoser]
public class OpaqueIdBenchmark
{
    private OpaqueIdCodec _codec = null!;
    private string _id = string.Empty;
    private string _forged = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.Services.AddApiSecurity().AddOpaqueIds(ids => ids.For<Thing>());
        _codec = builder.Build().Services.GetRequiredService<OpaqueIdCodec>();
        _id = _codec.Encode(typeof(Thing), 4711);
        _forged = _id[..^5] + "AAAAA";
    }

    [Benchmark(Baseline = true)]
    public string Write() => _codec.Encode(typeof(Thing), 4711);

    [Benchmark]
    public bool Read() => _codec.TryDecode<int>(typeof(Thing), _id, out _);

    [Benchmark]
    public bool Refuse() => _codec.TryDecode<int>(typeof(Thing), _forged, out _);

    private sealed class Thing;
}
