using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>Brings what others have revoked into this node's index, and forgets what has ended.</summary>
internal sealed class RevocationReader : IHostedService, IDisposable
{
    /// <summary>How long the store may take for one answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly FeatureOptionsSource<RevocationOptions> _options;
    private readonly RevocationIndex _index;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<ITimer> _timers = [];
    private long _version;
    private long _lastRead;
    private volatile bool _hasRead;
    private volatile bool _isFailing;
    private volatile bool _isUsable;
    private int _isReading;
    private volatile bool _isDisposed;

    public RevocationReader(
        FeatureOptionsSource<RevocationOptions> options, RevocationIndex index, TimeProvider time, ILoggerFactory loggers, IRevocationStore? store = null)
    {
        _options = options;
        _index = index;
        _time = time;
        _logger = loggers.CreateLogger(RevocationLog.Category);
        Store = store;
        _isUsable = store is null;
    }

    public IRevocationStore? Store { get; }

    /// <summary>Whether this node knows enough of what is revoked to accept tokens.</summary>
    public bool IsUsable => _isUsable;

    public bool IsFailing => _isFailing;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            // Not to refuse the first requests of a healthy system; a store that is away does not stop the start.
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            AddTimer(_options.Current.PollInterval, static state => _ = ((RevocationReader)state!).PollAsync());
        }

        AddTimer(SweepInterval, static state => ((RevocationReader)state!).Sweep());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var timer in _timers)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        if (!_isDisposed)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Hosts may be disposed before they are stopped: <c>WebApplicationFactory</c> and <c>app.Run()</c> each end the same one.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _timers.ForEach(timer => timer.Dispose());
        _stopping.Dispose();
    }

    /// <summary>Asks the store for changes, unless that is being done already.</summary>
    private async Task PollAsync()
    {
        JudgeAge();
        await ReadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience, _time);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token, patience.Token);
            // A store that does not heed the token must not hold the reader up for ever: whatever it does later, it does to nobody.
            await ReadAsync(Store!, any.Token).WaitAsync(any.Token).ConfigureAwait(false);
            Succeed();
        }
#pragma warning disable CA1031 // A store is another's code: whatever it throws means that it could not be read.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_stopping.IsCancellationRequested)
            {
                Fail(exception);
            }
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    private async Task ReadAsync(IRevocationStore store, CancellationToken token)
    {
        var version = await store.GetVersionAsync(token).ConfigureAwait(false);
        if (version == _version && _hasRead)
        {
            return;
        }

        var from = version < _version || !_hasRead ? 0 : _version;
        var now = _time.GetUtcNow();
        var read = from;
        await foreach (var change in store.ReadChangesAsync(from, token).WithCancellation(token).ConfigureAwait(false))
        {
            token.ThrowIfCancellationRequested();
            read = Math.Max(read, change.Version);
            if (change.IsRemoved)
            {
                _index.Remove(change.Revocation);
            }
            else if (change.Revocation.Ends is { } ends && ends > now - TokenRevocations.Grace)
            {
                // Beyond the capacity too: who revoked it was told that it is in effect.
                _index.TryAdd(change.Revocation, TokenRevocations.Grace, int.MaxValue, now);
            }
        }

        token.ThrowIfCancellationRequested();
        _version = Math.Max(version, read);
    }

    private void Succeed()
    {
        _lastRead = _time.GetTimestamp();
        _hasRead = true;
        _isUsable = true;
        if (_isFailing)
        {
            _isFailing = false;
            RevocationLog.StoreIsBack(_logger);
        }
    }

    private void Fail(Exception exception)
    {
        JudgeAge();
        if (!_isFailing)
        {
            _isFailing = true;
            RevocationLog.StoreIsAway(_logger, exception.GetType().Name, _isUsable);
        }
    }

    /// <summary>Decides whether what was read last is too old to accept tokens by.</summary>
    private void JudgeAge()
    {
        var options = _options.Current;
        if (_isUsable && _hasRead && options.OnStoreFailure == RevocationStoreFailure.Refuse && _time.GetElapsedTime(_lastRead) >= options.StaleAfter)
        {
            _isUsable = false;
            // Also for tokens that were asked about before.
            _index.Invalidate();
            RevocationLog.TokensAreRefused(_logger, options.StaleAfter);
        }
    }

    private void Sweep() => _index.Forget(_time.GetUtcNow());

    private void AddTimer(TimeSpan interval, TimerCallback callback)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _timers.Add(_time.CreateTimer(callback, this, interval, interval));
        }
    }
}
