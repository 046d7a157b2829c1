using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Posture;

/// <summary>The posture of the running application; a service of its own: <c>app.Services.GetRequiredService&lt;ApiPosture&gt;().GetReport()</c>.</summary>
/// <remarks>The report is made when it is first asked for, and anew after endpoints or options have changed, or a waiver has ended.</remarks>
public sealed class ApiPosture
{
    private readonly IServiceProvider _services;
    private readonly PostureReader _reader;
    private readonly MatrixReader _matrix;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Made? _made;
    private int _version;

    internal ApiPosture(IServiceProvider services, PostureReader reader, MatrixReader matrix, FeatureOptionsSource<PostureOptions> options, TimeProvider time)
    {
        _services = services;
        _reader = reader;
        _matrix = matrix;
        _time = time;
        options.OnChange(_ => Interlocked.Increment(ref _version));
    }

    /// <summary>Gets the report, which is made where there is none yet.</summary>
    /// <returns>The report.</returns>
    /// <exception cref="InvalidOperationException">The application has not started yet: there are no endpoints that could be reported.</exception>
    public PostureReport GetReport()
    {
        lock (_lock)
        {
            if (_made is not { } made || made.Version != Volatile.Read(ref _version) || made.Change.HasChanged || made.Day != Today)
            {
                _made = made = Make();
            }

            return made.Report;
        }
    }

    /// <summary>Asks every endpoint's policy about every kind of caller; made anew by each call.</summary>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The matrix.</returns>
    public Task<PostureMatrix> GetMatrixAsync(CancellationToken cancellationToken = default) => _matrix.ReadAsync(GetReport(), cancellationToken);

    private DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    /// <summary>The token and the version first: what changes meanwhile has the report made once more.</summary>
    private Made Make()
    {
        var version = Volatile.Read(ref _version);
        var source = _services.GetService<EndpointDataSource>();
        var change = source?.GetChangeToken() ?? new CancellationChangeToken(CancellationToken.None);
        var endpoints = source?.Endpoints ?? [];
        // An empty report looks like a clean one.
        return endpoints.Count == 0 && _services.GetService<IHostApplicationLifetime>() is { ApplicationStarted.IsCancellationRequested: false } && !_services.GetRequiredService<StartupState>().IsInspecting
            ? throw new InvalidOperationException("The application has not started, so its endpoints are not known yet. Ask ApiPosture for the report after StartAsync(), or in a callback of ApplicationStarted.")
            : new Made(_reader.Read(endpoints), change, version, Today);
    }

    private sealed record Made(PostureReport Report, IChangeToken Change, int Version, DateOnly Day);
}
