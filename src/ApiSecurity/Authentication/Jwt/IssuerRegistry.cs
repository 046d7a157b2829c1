using System.Collections.Concurrent;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>
/// The authorization servers in use, one a scheme. Options that are made anew go on with the keys that were read already, unless they name another server.
/// </summary>
internal sealed class IssuerRegistry : IHealthProbe, IDisposable
{
    private const int LargestDocument = 1024 * 1024;

    private readonly ConcurrentDictionary<string, Registered> _issuers = new(StringComparer.Ordinal);
    private readonly FeatureOptionsSource<JwtOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public IssuerRegistry(FeatureOptionsSource<JwtOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger("ApiSecurity.Authentication");
        options.OnChange(ForgetOthers);
    }

    /// <param name="scheme">The scheme whose options are being made.</param>
    /// <param name="bearer">The options, which name an authorization server.</param>
    /// <param name="isTried">Whether they are only made to see if they would do.</param>
    public IssuerMetadata Get(string scheme, JwtBearerOptions bearer, bool isTried)
    {
        var maxAge = _options.Current.MaxMetadataAge;
        var key = (bearer.Authority, bearer.MetadataAddress, bearer.RequireHttpsMetadata, bearer.Backchannel, bearer.BackchannelHttpHandler, bearer.BackchannelTimeout,
            bearer.RefreshInterval, bearer.AutomaticRefreshInterval, maxAge, string.Join(' ', bearer.TokenValidationParameters.ValidIssuers ?? []));
        if (isTried)
        {
            return _issuers.TryGetValue(scheme, out var inUse) && inUse.Key.Equals(key) ? inUse.Metadata : Create(scheme, bearer, maxAge);
        }

        var registered = _issuers.AddOrUpdate(
            scheme,
            _ => new Registered(key, Create(scheme, bearer, maxAge)),
            (_, existing) =>
            {
                if (existing.Key.Equals(key))
                {
                    return existing;
                }

                existing.Metadata.Dispose();
                return new Registered(key, Create(scheme, bearer, maxAge));
            });
        return registered.Metadata;
    }

    /// <summary>Has the keys read ahead of the first request; waits for nobody.</summary>
    public void StartAll()
    {
        foreach (var issuer in _issuers.Values)
        {
            issuer.Metadata.Start();
        }
    }

    /// <summary>A scheme has no authorization server any more: nobody waits for its keys.</summary>
    public void Forget(string scheme)
    {
        if (_issuers.TryRemove(scheme, out var registered))
        {
            registered.Metadata.Dispose();
        }
    }

    public HealthCheckResult Probe()
    {
        string[] without = [.. _issuers.Where(issuer => issuer.Value.Metadata.ReadAt is null).Select(issuer => issuer.Key).Order(StringComparer.Ordinal)];
        if (without.Length > 0)
        {
            return HealthCheckResult.Unhealthy($"No keys of the authorization server are known for {string.Join(", ", without)}: its tokens can't be checked.");
        }

        // Twice the interval: one reading has failed, and been tried again since.
        string[] old = [.. _issuers.Where(issuer => _time.GetUtcNow() - issuer.Value.Metadata.ReadAt > 2 * issuer.Value.Metadata.AutomaticRefreshInterval).Select(issuer => issuer.Key).Order(StringComparer.Ordinal)];
        return old.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"The authorization server's keys could not be read again for {string.Join(", ", old)}; those known are used.");
    }

    public void Dispose()
    {
        foreach (var issuer in _issuers.Values)
        {
            issuer.Metadata.Dispose();
        }
    }

    private void ForgetOthers(JwtOptions options)
    {
        foreach (var scheme in _issuers.Keys.Where(scheme => scheme.StartsWith(JwtDefaults.IssuerSchemePrefix, StringComparison.Ordinal)))
        {
            if (!options.Issuers.ContainsKey(scheme[JwtDefaults.IssuerSchemePrefix.Length..]))
            {
                Forget(scheme);
            }
        }
    }

    private IssuerMetadata Create(string scheme, JwtBearerOptions bearer, TimeSpan maxAge)
    {
        var client = bearer.Backchannel ?? new HttpClient(
            bearer.BackchannelHttpHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
            disposeHandler: bearer.BackchannelHttpHandler is null)
        {
            Timeout = bearer.BackchannelTimeout,
            MaxResponseContentBufferSize = LargestDocument,
        };
        var address = string.IsNullOrEmpty(bearer.MetadataAddress) ? null : bearer.MetadataAddress;
        var reader = new IssuerReader(
            client, bearer.Authority, address, bearer.RequireHttpsMetadata, () => bearer.TokenValidationParameters.ValidIssuers ?? [bearer.TokenValidationParameters.ValidIssuer]);
        return new IssuerMetadata(scheme, reader.ReadAsync, maxAge, _time, _logger)
        {
            AutomaticRefreshInterval = bearer.AutomaticRefreshInterval,
            RefreshInterval = bearer.RefreshInterval,
        };
    }

    private sealed record Registered(object Key, IssuerMetadata Metadata);
}
