namespace ApiSecurity.Benchmarks.Micro;

/// <summary>Both libraries' API headers through their own middleware, on a context as Kestrel has it.</summary>
internal sealed class HeadersCase
{
    private readonly RequestDelegate _ours;
    private readonly RequestDelegate _peer;
    private readonly KestrelLikeContext _context;

    public HeadersCase()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddApiSecurity();
        var services = builder.Build().Services;
        _context = new KestrelLikeContext(services);
        _ours = Pipelines.Build(services, app => app.UseApiSecurityHeaders());
        _peer = Pipelines.Build(services, app => app.UseSecurityHeaders(policies => policies.AddDefaultApiSecurityHeaders()));
        OurHeaders = HeadersOf(_ours);
        PeerHeaders = HeadersOf(_peer);
    }

    public int OurHeaders { get; }

    public int PeerHeaders { get; }

    public void Ours(int count) => _context.Send(_ours, count);

    public void Peer(int count) => _context.Send(_peer, count);

    private int HeadersOf(RequestDelegate pipeline)
    {
        _context.Send(pipeline);
        return _context.ResponseHeaders.Count;
    }
}
