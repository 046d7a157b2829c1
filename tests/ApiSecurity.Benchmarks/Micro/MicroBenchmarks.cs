using BenchmarkDotNet.Attributes;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>The headers of both libraries through their middleware.</summary>
[MemoryDiagnoser]
public class HeadersBenchmark
{
    private const int Count = 1_000;
    private readonly HeadersCase _case = new();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Ours() => _case.Ours(Count);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void NetEscapades() => _case.Peer(Count);
}

/// <summary>A rate limit decision, from the address to the answer.</summary>
[MemoryDiagnoser]
public class LimitBenchmark
{
    private const int Count = 10_000;
    private LimitCase _case = null!;

    [Params(1_000, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _case = new LimitCase(Keys);
        _case.CreatePeer();
    }

    [GlobalCleanup]
    public void Cleanup() => _case.Dispose();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Ours() => _case.Ours(Count);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void PartitionedRateLimiter() => _case.Peer(Count);
}

/// <summary>Each step of the pipeline alone; "none" is what the harness costs.</summary>
[MemoryDiagnoser]
public class PipelineBenchmark
{
    private const int Count = 1_000;
    private readonly PipelineCase _case = new();
    private RequestDelegate _pipeline = null!;

    [ParamsSource(nameof(StepNames))]
    public string Step { get; set; } = string.Empty;

    public IEnumerable<string> StepNames => _case.Steps.Select(step => step.Name);

    [GlobalSetup]
    public void Setup() => _pipeline = _case.Steps.Single(step => step.Name == Step).Pipeline;

    [Benchmark(OperationsPerInvoke = Count)]
    public void Request() => _case.Context.Send(_pipeline, Count);
}
