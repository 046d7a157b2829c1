using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

/// <summary>The tokens of one client: the one at hand, and the way to the next.</summary>
internal sealed class AccessTokenClient(string name, AccessTokenClientOptions options, TokenEndpoint endpoint, TimeProvider time)
{
    private const int FailuresToBreak = 5;

    /// <summary>An API that refuses every token must not have the authorization server asked for each request, nor a server that is away.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Who goes on asking with a secret that is wrong looks like somebody who guesses, and is locked out.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly BackOff _refusals = new(time, Pause, LongestPause);
    private readonly CircuitBreaker _breaker = new(time, FailuresToBreak, Pause);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<TokenKey, Lazy<Task<AccessToken>>> _refreshes = new();
    private readonly Lock _lock = new();
    private volatile Held? _held;
    private Task<AccessToken>? _flight;

    public AccessTokenClientOptions Options => options;

    public TokenEndpoint Endpoint => endpoint;

    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken) =>
        _held is { } held && time.GetUtcNow() < held.RenewAt ? ValueTask.FromResult(held.Token) : new(RenewAsync(known: null, cancellationToken));

    /// <returns>Another token than one that an API has refused; none if that one is as new as it can be.</returns>
    public async ValueTask<AccessToken?> GetOtherThanAsync(AccessToken refused, CancellationToken cancellationToken) =>
        _held is { } held && ReferenceEquals(held.Token, refused) && time.GetUtcNow() < held.Obtained + Pause
            ? null
            : await RenewAsync(refused, cancellationToken).ConfigureAwait(false);

    public async ValueTask<AccessToken> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var key = TokenKey.Of(refreshToken, _secret);
        var flight = _refreshes.GetOrAdd(key, _ => new(() => FlyAsync(key, refreshToken)));
        return await flight.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<AccessToken> RenewAsync(AccessToken? known, CancellationToken cancellationToken)
    {
        Task<AccessToken> flight;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_held is { } held && !ReferenceEquals(held.Token, known) && now < held.RenewAt)
            {
                return held.Token;
            }

            flight = _flight ??= FlyAsync();
        }

        try
        {
            return await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException) when (_held is { } held && !ReferenceEquals(held.Token, known) && time.GetUtcNow() < held.Token.Expires)
        {
            // The server is away, and the token is still good.
            _held = held with { RenewAt = time.GetUtcNow() + Pause };
            return held.Token;
        }
    }

    private async Task<AccessToken> FlyAsync()
    {
        // Not under the lock, whatever of it would run at once.
        await Task.Yield();
        try
        {
            var token = await AskAsync(endpoint.ClientCredentialsAsync, static _ => true).ConfigureAwait(false);
            _held = Hold(token);
            return token;
        }
        finally
        {
            lock (_lock)
            {
                _flight = null;
            }
        }
    }

    private async Task<AccessToken> FlyAsync(TokenKey key, string refreshToken)
    {
        try
        {
            return await AskAsync(() => endpoint.RefreshAsync(refreshToken), static refused => refused.IsClientRefused).ConfigureAwait(false);
        }
        finally
        {
            _refreshes.TryRemove(key, out _);
        }
    }

    /// <param name="ask">Asks.</param>
    /// <param name="isLasting">Whether what was refused would be refused again.</param>
    private async Task<AccessToken> AskAsync(Func<Task<AccessToken>> ask, Func<RemoteServerException, bool> isLasting)
    {
        if (!_refusals.IsOver)
        {
            throw new HttpRequestException($"There is no access token for the client '{name}': the authorization server has refused it, and is left alone for a while. Look at its ClientId, its secret or key, its scopes and resources.");
        }

        if (!_breaker.TryEnter(out _))
        {
            throw new HttpRequestException($"There is no access token for the client '{name}': the authorization server has failed several times and is left alone for a while.");
        }

        var isWell = false;
        try
        {
            var token = await ask().ConfigureAwait(false);
            isWell = true;
            _refusals.Accepted();
            return token;
        }
        catch (RemoteServerException exception)
        {
            isWell = !exception.IsFault;
            if (isWell && isLasting(exception))
            {
                _refusals.Refused();
            }

            throw new HttpRequestException($"There is no access token for the client '{name}': the authorization server was asked, but {exception.Message}.", exception);
        }
        finally
        {
            Tell(isWell);
        }
    }

    private void Tell(bool isWell)
    {
        if (isWell)
        {
            _breaker.Succeeded();
        }
        else
        {
            _breaker.Failed();
        }
    }

    private Held Hold(AccessToken token)
    {
        var now = time.GetUtcNow();
        var lifetime = token.Expires - now;
        var early = options.RenewBefore + (lifetime * (RandomNumberGenerator.GetInt32(1000) / 10_000.0));
        return new(token, now, token.Expires - (early > lifetime / 2 ? lifetime / 2 : early));
    }

    private sealed record Held(AccessToken Token, DateTimeOffset Obtained, DateTimeOffset RenewAt);
}
