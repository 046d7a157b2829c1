using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>
/// Makes, changes and finds API keys; a service of the application once <c>AddApiKeys</c> is called. It asks nobody's permission: that is for whoever
/// calls it, as the endpoints of <c>MapApiKeys</c> do.
/// </summary>
/// <remarks>What the store throws, these methods throw.</remarks>
public sealed class ApiKeyManager
{
    private const int Attempts = 100;

    private readonly ApiKeyDirectory _directory;
    private readonly ApiKeyState _state;
    private readonly FeatureOptionsSource<ApiKeyOptions> _options;
    private readonly ApiKeyEvents _events;
    private readonly TimeProvider _time;

    internal ApiKeyManager(ApiKeyDirectory directory, ApiKeyState state, FeatureOptionsSource<ApiKeyOptions> options, ApiKeyEvents events, TimeProvider time)
    {
        _directory = directory;
        _state = state;
        _options = options;
        _events = events;
        _time = time;
    }

    internal bool CanWrite => _directory.Store is not null;

    private IApiKeyStore Store => _directory.Store ?? throw new InvalidOperationException(
        "There is no store to keep API keys in. Give AddApiKeys() one: AddApiKeys(keys => keys.UseSqlite(\"keys.db\")) with the package ApiSecurity.Sqlite, or keys.UseStore<T>().");

    /// <summary>Makes a key.</summary>
    /// <param name="key">What it is to be.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The key and, this once, its text.</returns>
    /// <exception cref="ArgumentException">Something in <paramref name="key"/> does not have the form, or it ends too late or has ended.</exception>
    /// <exception cref="InvalidOperationException">There is no store.</exception>
    public async Task<IssuedApiKey> CreateAsync(NewApiKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var store = Store;
        foreach (var (member, cause, fix) in Check(key))
        {
            throw new ArgumentException($"{member} {cause}. {fix}", nameof(key));
        }

        var current = _options.Current;
        var now = Now();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var id = ApiKeyText.NewId();
            var secret = ApiKeyText.NewSecret();
            var record = new ApiKeyRecord { Key = ToKey(key, id, now, current.MaxLifetime), Hash = ApiKeyText.HashOf(id, secret) };
            if (!_directory.IsConfigured(id) && await store.AddAsync(record, cancellationToken).ConfigureAwait(false))
            {
                _state.Forget();
                _events.Created(record.Key);
                return new IssuedApiKey(record.Key, ApiKeyText.Join(current.Prefix, id, secret));
            }
        }

        throw new InvalidOperationException("The store says of every new id that it is in use.");
    }

    /// <summary>
    /// Gives a key a new secret. The one before is accepted for a while longer, so that clients can change over; one that was still accepted from an
    /// earlier rotation ends now.
    /// </summary>
    /// <param name="id">The key's id.</param>
    /// <param name="overlap">For how long the secret before is accepted; <see langword="null"/> for <see cref="ApiKeyOptions.RotationOverlap"/>, zero for no time at all.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The key and, this once, its new text; <see langword="null"/> if there is no such key.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="overlap"/> is negative or longer than a year.</exception>
    /// <exception cref="InvalidOperationException">The key was revoked, has expired or stands in the configuration; or there is no store.</exception>
    public async Task<IssuedApiKey?> RotateAsync(string id, TimeSpan? overlap = null, CancellationToken cancellationToken = default)
    {
        var lasts = overlap ?? _options.Current.RotationOverlap;
        ArgumentOutOfRangeException.ThrowIfLessThan(lasts, TimeSpan.Zero, nameof(overlap));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lasts, TimeSpan.FromSeconds(ApiKeyRules.MaximumOverlapSeconds), nameof(overlap));
        var now = Now();
        var secret = ApiKeyText.NewSecret();
        var changed = await ChangeAsync(
            id,
            record => Unchangeable(record.Key, now) is { } why ? throw new ApiKeyUnchangeableException($"The key can't be rotated: it {why}.") : record with
            {
                Key = record.Key with { OverlapEnds = lasts > TimeSpan.Zero ? now + lasts : null },
                Hash = ApiKeyText.HashOf(record.Key.Id, secret),
                PreviousHash = lasts > TimeSpan.Zero ? record.Hash : default(ReadOnlyMemory<byte>?),
            },
            cancellationToken).ConfigureAwait(false);
        if (changed is null)
        {
            return null;
        }

        _events.Rotated(changed);
        return new IssuedApiKey(changed, ApiKeyText.Join(_options.Current.Prefix, changed.Id, secret));
    }

    /// <summary>Takes a key back: at once on this server, within a second on others that use the same store. It can't be undone.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="reason">Why, for people: up to 200 characters.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The key, also if it was revoked before; <see langword="null"/> if there is no such key.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> does not have the form.</exception>
    /// <exception cref="InvalidOperationException">The key stands in the configuration: remove it there. Or there is no store.</exception>
    public async Task<ApiKey?> RevokeAsync(string id, string? reason = null, CancellationToken cancellationToken = default)
    {
        if (reason is not null && !ApiKeyRules.IsText(reason, ApiKeyRules.MaximumText))
        {
            throw new ArgumentException("Write 1 to 200 characters, without control characters and without white space around.", nameof(reason));
        }

        var now = Now();
        var isNew = false;
        var changed = await ChangeAsync(
            id,
            record =>
            {
                isNew = record.Key.Revoked is null;
                return isNew ? record with { Key = record.Key with { Revoked = now, RevokedReason = reason } } : null;
            },
            cancellationToken).ConfigureAwait(false);
        if (changed is not null && isNew)
        {
            _events.Revoked(changed);
        }

        return changed;
    }

    /// <summary>Finds a key, also one that is revoked or has expired.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The key, or <see langword="null"/>.</returns>
    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ApiKeyText.IsId(id) && await _directory.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record && record.Key.Id == id ? record.Key : null;
    }

    /// <summary>Lists keys in the order of their ids, those of the configuration among them.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The keys, at most <see cref="ApiKeyQuery.Limit"/>; after a full page there may be more.</returns>
    /// <exception cref="ArgumentException"><see cref="ApiKeyQuery.Limit"/> is not from 1 to <see cref="ApiKeyQuery.MaximumLimit"/>.</exception>
    public Task<IReadOnlyList<ApiKey>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > ApiKeyQuery.MaximumLimit)
        {
            throw new ArgumentException("Limit must be from 1 to 200.", nameof(query));
        }

        return _directory.ListAsync(query, cancellationToken);
    }

    /// <summary>What is wrong with a key that is to be made, its time included.</summary>
    internal IEnumerable<(string Member, string Cause, string Fix)> Check(NewApiKey key)
    {
        foreach (var fault in ApiKeyRules.Check(key))
        {
            yield return fault;
        }

        if (key.Expires is { } expires)
        {
            var now = _time.GetUtcNow();
            if (expires <= now)
            {
                yield return (nameof(key.Expires), "is in the past", "Write a time to come.");
            }
            else if (_options.Current.MaxLifetime is { } longest && expires > now + longest)
            {
                yield return (nameof(key.Expires), "is later than ApiSecurity:ApiKeys:MaxLifetime allows", "Write an earlier time, or leave it out.");
            }
        }
    }

    /// <summary>The key that would be made, but for its id.</summary>
    internal ApiKey Preview(NewApiKey key) => ToKey(key, id: string.Empty, Now(), _options.Current.MaxLifetime);

    /// <returns>Why a key can't have a new secret, as the rest of a sentence.</returns>
    internal static string? Unchangeable(ApiKey key, DateTimeOffset now) =>
        key.IsConfigured ? "stands in the configuration"
        : key.Revoked is not null ? "was revoked"
        : key.Expires is { } expires && expires <= now ? "has expired"
        : null;

    /// <summary>Changes a key as it is at that moment, whoever else changes it at the same time.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="change">The new record; <see langword="null"/> where nothing is to change.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    private async Task<ApiKey?> ChangeAsync(string id, Func<ApiKeyRecord, ApiKeyRecord?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!ApiKeyText.IsId(id))
        {
            return null;
        }

        if (_directory.IsConfigured(id))
        {
            throw new ApiKeyUnchangeableException("The key stands in the configuration, where the application can't change it.");
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await Store.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } record || record.Key.Id != id)
            {
                return null;
            }

            if (change(record) is not { } changed)
            {
                return record.Key;
            }

            if (await Store.UpdateAsync(changed, cancellationToken).ConfigureAwait(false))
            {
                _state.Forget();
                return changed.Key;
            }
        }

        throw new InvalidOperationException("The key is changed by others all the time. Try again.");
    }

    /// <summary>To a millisecond, as stores keep it.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());

    private static ApiKey ToKey(NewApiKey key, string id, DateTimeOffset now, TimeSpan? longest) => new()
    {
        Id = id,
        Name = key.Name,
        Owner = key.Owner,
        Scopes = [.. key.Scopes.Distinct(StringComparer.Ordinal)],
        Permissions = [.. key.Permissions.Distinct(StringComparer.Ordinal)],
        Tenant = key.Tenant,
        Plan = key.Plan,
        AllowedNetworks = [.. key.AllowedNetworks.Distinct(StringComparer.OrdinalIgnoreCase)],
        Created = now,
        Expires = (key.Expires ?? (longest is { } lifetime ? now + lifetime : null))?.ToUniversalTime(),
    };
}
