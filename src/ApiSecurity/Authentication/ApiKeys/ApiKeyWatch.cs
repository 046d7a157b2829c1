using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>
/// Off the requests' path: asks the store twice a second whether a key has changed elsewhere, and writes once a minute which keys were used. Lost uses do
/// no harm.
/// </summary>
internal sealed class ApiKeyWatch(ApiKeyDirectory directory, ApiKeyState state, FeatureOptionsSource<ApiKeyOptions> options, TimeProvider time, ILogger<ApiKeyWatch> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UsesInterval = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private long? _version;
    private long _answered;
    private long _written;
    private int _isBusy;
    private volatile bool _isDisposed;
    private bool _isSilent;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _answered = _written = time.GetTimestamp();
        _timer = directory.Store is null ? null : time.CreateTimer(_ => Tick(), null, Interval, Interval);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is null)
        {
            return;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await WriteUsesAsync(cancellationToken).ConfigureAwait(false);
        if (!_isDisposed)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Hosts may be disposed before they are stopped.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _timer?.Dispose();
        _stopping.Dispose();
    }

    private void Tick()
    {
        ForgetAfterSilence();
        if (Interlocked.Exchange(ref _isBusy, 1) == 0)
        {
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            var version = await directory.Store!.GetVersionAsync(_stopping.Token).InTimeAsync(time, _stopping.Token).ConfigureAwait(false);
            Volatile.Write(ref _answered, time.GetTimestamp());
            if (version != _version)
            {
                _version = version;
                state.Forget();
            }

            if (_isSilent)
            {
                _isSilent = false;
                ApiKeyLog.StoreBack(logger);
            }

            if (time.GetElapsedTime(_written) >= UsesInterval)
            {
                _written = time.GetTimestamp();
                await WriteUsesAsync(_stopping.Token).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Nobody stands above a timer: the process would end.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_isSilent && !_stopping.IsCancellationRequested)
            {
                _isSilent = true;
                ApiKeyLog.StoreSilent(logger, exception.GetBaseException().GetType().FullName, options.Current.MaxStoreSilence);
            }
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>What nobody can be asked about any more is not accepted for ever: each use asks the store then, and is answered with 503 if that fails.</summary>
    private void ForgetAfterSilence()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _answered)) > options.Current.MaxStoreSilence)
        {
            state.Forget();
        }
    }

    private async Task WriteUsesAsync(CancellationToken cancellationToken)
    {
        var used = state.TakeUses();
        if (used.Count == 0)
        {
            return;
        }

        try
        {
            await directory.Store!.SetLastUsedAsync(used, time.GetUtcNow(), cancellationToken).InTimeAsync(time, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As above; the times are lost, and that is all.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ApiKeyLog.UsesLost(logger, exception.GetBaseException().GetType().FullName);
        }
    }
}
