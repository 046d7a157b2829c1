namespace ApiSecurity.Benchmarks.Micro;

/// <summary>What the harness itself costs; subtracted.</summary>
internal sealed class EmptyPipelineCase
{
    private readonly RequestDelegate _pipeline;
    private readonly KestrelLikeContext _context;

    public EmptyPipelineCase()
    {
        var services = WebApplication.CreateBuilder().Build().Services;
        _pipeline = Pipelines.Build(services, static _ => { });
        _context = new KestrelLikeContext(services);
    }

    public void Run(int count) => _context.Send(_pipeline, count);
}
