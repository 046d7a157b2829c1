using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>
/// What an authorization server says of itself, its keys above all. Read in the background and again before it gets old; while the server is away what
/// was read last goes on counting, up to a limit. Nobody can have the server asked more often than the interval allows.
/// </summary>
internal sealed class IssuerMetadata : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    /// <summary>The token library says "refresh" and, in the next breath, "give"; only who does both may have to wait.</summary>
    [ThreadStatic]
    private static IssuerMetadata? wantsNew;

    private readonly Func<CancellationToken, Task<OpenIdConnectConfiguration>> _read;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _maxAge;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private volatile State _state = new(null, default, 0);
    private Task? _reading;
    private DateTimeOffset _nextOnDemand;
    private DateTimeOffset _nextRetry;
    private TimeSpan _retry = ShortestRetry;
    private bool _isDisposed;

    /// <param name="name">What logs call the authorization server.</param>
    /// <param name="read">Reads the metadata and the keys.</param>
    /// <param name="maxAge">For how long they count if they can't be read again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of failures.</param>
    public IssuerMetadata(string name, Func<CancellationToken, Task<OpenIdConnectConfiguration>> read, TimeSpan maxAge, TimeProvider time, ILogger logger)
    {
        Name = name;
        _read = read;
        _maxAge = maxAge;
        _time = time;
        _logger = logger;
        // A key that was withdrawn must not come back because it was good once.
        UseLastKnownGoodConfiguration = false;
        _timer = time.CreateTimer(static state => ((IssuerMetadata)state!).Start(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name { get; }

    /// <summary>Changes whenever a key is no longer what it was: what was verified before must be verified again.</summary>
    public long Generation => _state.Generation;

    /// <summary>When what is in use was read; none if there is nothing to use.</summary>
    public DateTimeOffset? ReadAt => IsUsable(_state) ? _state.ReadAt : null;

    /// <summary>When what is in use ends, if it can't be read again until then; none if there is nothing to use.</summary>
    public DateTimeOffset? UsableUntil => ReadAt + _maxAge;

    /// <summary>Starts reading, if nobody is reading yet, and does not wait for it.</summary>
    public void Start() => _ = ReadAsync();

    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel).ConfigureAwait(false);

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var mayWait = ReferenceEquals(wantsNew, this);
        wantsNew = null;
        if (IsUsable(_state) && !(mayWait && MayReadOnDemand()))
        {
            return _state.Configuration!;
        }

        if (ReadIfDue(isOnDemand: mayWait) is { } reading)
        {
            await reading.WaitAsync(cancel).ConfigureAwait(false);
        }

        return IsUsable(_state) ? _state.Configuration! : throw new JwtRefusedException(JwtRefusal.Unavailable);
    }

    public override void RequestRefresh() => wantsNew = this;

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    private bool IsUsable(State state) => state.Configuration is not null && _time.GetUtcNow() - state.ReadAt < _maxAge;

    private bool MayReadOnDemand()
    {
        lock (_lock)
        {
            return _reading is not null || _time.GetUtcNow() >= _nextOnDemand;
        }
    }

    /// <returns>The reading that is under way or was started, or <see langword="null"/> if it is too early for another.</returns>
    private Task? ReadIfDue(bool isOnDemand)
    {
        lock (_lock)
        {
            if (_reading is null)
            {
                var now = _time.GetUtcNow();
                if (now < _nextRetry)
                {
                    return null;
                }

                if (isOnDemand)
                {
                    _nextOnDemand = now + RefreshInterval;
                }
            }

            return ReadAsync();
        }
    }

    private Task ReadAsync()
    {
        lock (_lock)
        {
            return _isDisposed ? Task.CompletedTask : _reading ??= Task.Run(ReadOnceAsync);
        }
    }

    private async Task ReadOnceAsync()
    {
        try
        {
            var configuration = await _read(CancellationToken.None).ConfigureAwait(false);
            var before = _state;
            var isSame = before.Configuration is null || IssuerKeys.AreKept(before.Configuration, configuration);
            _state = new State(configuration, _time.GetUtcNow(), isSame ? before.Generation : before.Generation + 1);
            JwtLog.MetadataRead(_logger, Name, configuration.SigningKeys.Count);
            Next(isGood: true);
        }
        catch (Exception exception)
        {
            // Whatever it is, requests must not feel it as anything but "not available".
            JwtLog.MetadataFailed(_logger, Name, exception.GetType().Name, (exception as IssuerMismatchException)?.Message ?? string.Empty);
            if (_state.Configuration is not null && !IsUsable(_state))
            {
                _state = new State(null, default, _state.Generation + 1);
            }

            Next(isGood: false);
        }
    }

    private void Next(bool isGood)
    {
        lock (_lock)
        {
            _reading = null;
            if (_isDisposed)
            {
                return;
            }

            _nextRetry = isGood ? default : _time.GetUtcNow() + _retry;
            _timer.Change(isGood ? AutomaticRefreshInterval : _retry, Timeout.InfiniteTimeSpan);
            _retry = isGood ? ShortestRetry : TimeSpan.FromTicks(Math.Min(_retry.Ticks * 2, LongestRetry.Ticks));
        }
    }

    private sealed record State(OpenIdConnectConfiguration? Configuration, DateTimeOffset ReadAt, long Generation);
}
