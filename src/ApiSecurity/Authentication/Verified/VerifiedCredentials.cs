using System.Diagnostics.CodeAnalysis;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>
/// The credentials that were verified lately, so that a known one costs a lookup instead of cryptography. Its size is fixed: a flood of good tokens
/// drives out the ones that were used least lately, and a bad token never gets in.
/// </summary>
internal sealed class VerifiedCredentials
{
    private readonly TimeProvider _time;
    private readonly CredentialHeaders _headers;
    private readonly CredentialMetrics _metrics;
    private readonly KeyedHash _seed;
    private readonly long _started;
    private readonly Compiled<Settings> _settings;

    public VerifiedCredentials(FeatureOptionsSource<CredentialCacheOptions> options, TimeProvider time, CredentialHeaders headers, CredentialMetrics metrics)
    {
        _time = time;
        _started = time.GetUtcNow().UtcTicks;
        _headers = headers;
        _metrics = metrics;
        var (key0, key1) = KeyedHash.NewSecret();
        _seed = new KeyedHash(key0, key1);
        _settings = options.Compile(current => new Settings(current));
    }

    public bool IsEnabled => _settings.Value.Table is not null;

    /// <summary>The identity behind a request's credential, if that is known and nobody else need be asked about it.</summary>
    public KnownIdentity? Recognise(HttpContext context)
    {
        if (_settings.Value.Table is not { } table || !_headers.TryRead(context.Request, out var kind, out var text))
        {
            return null;
        }

        var found = Find(table, kind, text, context);
        if (found is not { IsDirect: true })
        {
            return null;
        }

        _metrics.CountKnown();
        return found.Identity;
    }

    /// <summary>What a scheme has verified before.</summary>
    public bool TryGet(CredentialKind kind, string text, string scheme, HttpContext context, [NotNullWhen(true)] out VerifiedCredential? found)
    {
        found = null;
        if (_settings.Value.Table is not { } table)
        {
            return false;
        }

        found = Find(table, kind, text, context);
        if (found?.Identity.Scheme != scheme)
        {
            found = null;
            _metrics.CountUnknown();
        }
        else
        {
            _metrics.CountKnown();
        }

        return found is not null;
    }

    public void Add(VerifiedCredential credential)
    {
        if (_settings.Value.Table is { } table)
        {
            var now = _time.GetUtcNow().UtcTicks;
            credential.Hash = CredentialText.HashOf(_seed, credential.Kind, credential.Text);
            credential.LastUsed = Seconds(now);
            table.Add(credential, now);
        }
    }

    /// <summary>The moment at which a credential is verified anew, if nothing ends it before.</summary>
    /// <param name="expires">When the credential itself ends.</param>
    public DateTimeOffset EndOf(DateTimeOffset? expires)
    {
        var latest = _time.GetUtcNow() + _settings.Value.MaxAge;
        return expires is { } end && end < latest ? end : latest;
    }

    /// <summary>Forgets what has become void, at once.</summary>
    public void RemoveAll(Predicate<VerifiedCredential> match) => _settings.Value.Table?.RemoveAll(match);

    private VerifiedCredential? Find(CredentialTable table, CredentialKind kind, string text, HttpContext context)
    {
        var found = table.Find(CredentialText.HashOf(_seed, kind, text), kind, text);
        if (found is null)
        {
            return null;
        }

        var now = _time.GetUtcNow().UtcTicks;
        if (now >= found.EndsAtTicks || !found.Source.Accepts(found, context))
        {
            return null;
        }

        found.LastUsed = Seconds(now);
        return found;
    }

    private int Seconds(long ticks) => (int)((ticks - _started) / TimeSpan.TicksPerSecond);

    private sealed class Settings(CredentialCacheOptions options)
    {
        public CredentialTable? Table { get; } = options.IsEnabled ? new CredentialTable(options.Capacity) : null;

        public TimeSpan MaxAge { get; } = options.MaxAge;
    }
}
