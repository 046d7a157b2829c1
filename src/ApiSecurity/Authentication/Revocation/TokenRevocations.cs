using ApiSecurity.Pipeline;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>Takes revocations, and answers the schemes' question whether a token is one of them.</summary>
internal sealed class TokenRevocations : ITokenRevocations
{
    /// <summary>Tokens are accepted some time after they expired, because clocks differ (<see cref="JwtOptions.ClockSkew"/>): five minutes at most, on either side.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public static readonly RejectedCredential Revoked = new(ReasonCodes.TokenRevoked, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(401, ReasonCodes.InvalidToken, "The token is not valid."),
    };

    public static readonly RejectedCredential Unavailable = new(ReasonCodes.RevocationsUnavailable, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(503, ReasonCodes.RevocationsUnavailable, "The token can't be checked at the moment."),
    };

    private readonly FeatureOptionsSource<RevocationOptions> _options;
    private readonly FeatureOptionsSource<JwtOptions> _jwt;
    private readonly RevocationIndex _index;
    private readonly RevocationReader _reader;
    private readonly TimeProvider _time;
    private readonly RevocationEvents _events;
    private readonly ILogger _logger;

    public TokenRevocations(
        FeatureOptionsSource<RevocationOptions> options,
        FeatureOptionsSource<JwtOptions> jwt,
        RevocationIndex index,
        RevocationReader reader,
        RevocationEvents events,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _options = options;
        _jwt = jwt;
        _index = index;
        _reader = reader;
        _events = events;
        _time = time;
        _logger = loggers.CreateLogger(RevocationLog.Category);
        options.OnChange(_ => index.Invalidate());
    }

    /// <summary>
    /// Changes whenever a token that was accepted may not be any more. Read it before asking <see cref="Check"/>, and keep it with the token if there was no
    /// objection: as long as it is the same, the token need not be asked about.
    /// </summary>
    public long Version => _index.Version;

    /// <summary>What speaks against a verified token; <see langword="null"/> if nothing does.</summary>
    public RejectedCredential? Check(TokenFacts facts)
    {
        if (!_options.Current.IsEnabled)
        {
            return null;
        }

        return _index.IsRevoked(facts) ? Revoked : _reader.IsUsable ? null : Unavailable;
    }

    /// <summary>Whether nothing speaks against a credential that was verified earlier: one comparison, unless something was revoked since it was asked last.</summary>
    public bool Accepts(VerifiedCredential credential)
    {
        var version = _index.Version;
        if (credential.RevocationsSeen == version)
        {
            return true;
        }

        if (credential.Facts is not { } facts || Check(facts) is not null)
        {
            return false;
        }

        credential.RevocationsSeen = version;
        return true;
    }

    public ValueTask RevokeAsync(TokenRevocation revocation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        var options = _options.Current;
        if (!options.IsEnabled)
        {
            throw new InvalidOperationException("Nothing was revoked: ApiSecurity:Revocation is switched off by its DisabledReason.");
        }

        var now = _time.GetUtcNow();
        // A token counts for a moment longer than it says, and its owner may log out in that moment.
        if (revocation.Ends <= now - Grace)
        {
            throw new ArgumentException("The revocation has ended more than ten minutes ago: what it concerns has expired, and is not accepted any more.", nameof(revocation));
        }

        var whole = revocation.Until(revocation.Ends ?? EndOf(now, options.Retention));
        if (!_index.TryAdd(whole, Grace, options.Capacity, now))
        {
            RevocationLog.Full(_logger, options.Capacity);
            throw new InvalidOperationException($"Nothing was revoked: there are {options.Capacity} revocations already. Raise ApiSecurity:Revocation:Capacity, or revoke by subject in place of many tokens.");
        }

        RevocationLog.Revoked(_logger, whole.Kind, whole.IssuedBefore is not null, whole.Ends!.Value);
        _events.Revoked(whole);
        return _reader.Store is null ? ValueTask.CompletedTask : new ValueTask(StoreAsync(whole, options.Capacity, cancellationToken));
    }

    public async ValueTask RestoreAsync(TokenRevocation revocation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        if (_reader.Store is { } store)
        {
            // First where others read it: an error must leave it in effect.
            await WriteAsync(token => store.RemoveAsync(revocation, token), "The revocation is still in effect", cancellationToken).ConfigureAwait(false);
        }

        _index.Remove(revocation);
        RevocationLog.Restored(_logger, revocation.Kind);
        _events.Restored(revocation);
    }

    private async Task StoreAsync(TokenRevocation revocation, int capacity, CancellationToken cancellationToken)
    {
        await WriteAsync(token => _reader.Store!.AddAsync(revocation, token), "The tokens are revoked on this node alone", cancellationToken).ConfigureAwait(false);
        // Somebody else's earlier removal of the same revocation may have been read in the meantime.
        _index.TryAdd(revocation, Grace, capacity, _time.GetUtcNow());
    }

    private async Task WriteAsync(Func<CancellationToken, ValueTask> write, string consequence, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(RevocationReader.Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await write(both.Token).AsTask().WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store is another's code: whatever it throws means that it did not take the revocation.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RevocationLog.NotStored(_logger, exception.GetType().Name);
            throw new InvalidOperationException($"{consequence}: the store could not be written to. Try again.", exception);
        }
    }

    private DateTimeOffset EndOf(DateTimeOffset now, TimeSpan retention)
    {
        var longest = _jwt.Current.MaxLifetime is { } lifetime && lifetime > retention ? lifetime : retention;
        return longest < DateTimeOffset.MaxValue - now ? now + longest : DateTimeOffset.MaxValue;
    }
}
