using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>
/// Brings <see cref="JwtOptions"/> into the scheme <c>Bearer</c>: after its own configuration section, before what the application
/// configures itself.
/// </summary>
internal sealed class JwtBearerSetup : IConfigureNamedOptions<JwtBearerOptions>, IPostConfigureOptions<JwtBearerOptions>, IDisposable
{
    private static readonly JwtBearerOptions Framework = new();

    private readonly FeatureOptionsSource<JwtOptions> _options;
    private readonly IHostEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly IServiceProvider _services;
    private readonly ThreadLocal<JwtOptions?> _tried = new();

    public JwtBearerSetup(
        FeatureOptionsSource<JwtOptions> options, IHostEnvironment environment, TimeProvider time, IOptionsMonitorCache<JwtBearerOptions> cache, IServiceProvider services)
    {
        _services = services;
        _options = options;
        _environment = environment;
        _time = time;
        var before = options.Current;
        options.OnChange(changed =>
        {
            foreach (var name in before.Issuers.Keys.Concat(changed.Issuers.Keys))
            {
                cache.TryRemove(JwtDefaults.IssuerSchemePrefix + name);
            }

            before = changed;
            cache.TryRemove(JwtBearerDefaults.AuthenticationScheme);
        });
    }

    /// <summary>Whether a check is the library's own, and not one that the application has put in its place.</summary>
    public static bool IsOwn(Delegate? check) => check?.Method.DeclaringType?.Assembly == typeof(JwtBearerSetup).Assembly;

    /// <summary>Whether this thread makes options only to see whether they would do.</summary>
    public bool IsTrying => _tried.Value is not null;

    /// <summary>Has options made with other <see cref="JwtOptions"/> than the current ones, to see whether they would do.</summary>
    public JwtBearerOptions With(JwtOptions tried, Func<JwtBearerOptions> make)
    {
        _tried.Value = tried;
        try
        {
            return make();
        }
        finally
        {
            _tried.Value = null;
        }
    }

    public void Configure(JwtBearerOptions options)
    {
    }

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name is null || !JwtDefaults.IsOwnScheme(name))
        {
            return;
        }

        var current = _tried.Value ?? _options.Current;
        var issuer = IssuerOf(name, current);
        options.Authority = (issuer is null ? current.Authority : issuer.Authority) ?? options.Authority;
        options.RequireHttpsMetadata = current.RequireHttpsMetadata;
        // What Authentication:Schemes:Bearer says stays.
        options.BackchannelTimeout = options.BackchannelTimeout == Framework.BackchannelTimeout ? JwtDefaults.BackchannelTimeout : options.BackchannelTimeout;
        options.AutomaticRefreshInterval =
            options.AutomaticRefreshInterval == Framework.AutomaticRefreshInterval ? JwtDefaults.MetadataLifetime : options.AutomaticRefreshInterval;
        options.RefreshInterval = options.RefreshInterval == Framework.RefreshInterval ? JwtDefaults.RefreshInterval : options.RefreshInterval;
        options.MapInboundClaims = false;
        // What exactly is wrong with a token helps whoever forges one; the event has it.
        options.IncludeErrorDetails = false;
        Configure(options.TokenValidationParameters, current, issuer);
    }

    /// <summary>Last, so that an application's own events are there to be called.</summary>
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (name is null || !JwtDefaults.IsOwnScheme(name))
        {
            return;
        }

        var parameters = options.TokenValidationParameters;
        if (parameters.IssuerSigningKeyResolver is null && parameters.IssuerSigningKeyResolverUsingConfiguration is null)
        {
            parameters.TryAllIssuerSigningKeys = false;
            parameters.IssuerSigningKeyResolverUsingConfiguration = JwtKeys.Resolve;
        }

        parameters.LifetimeValidator ??= new JwtClock(_time).Validate;
        var allowDeveloperTokens = _environment.IsDevelopment() && JwtKeys.HasDeveloperKeys(parameters);
        if (allowDeveloperTokens)
        {
            parameters.TypeValidator ??= JwtKeys.ValidateType;
        }

        if (KeyAgreement.IsNeeded(parameters))
        {
            parameters.TokenDecryptionKeyResolver = new KeyAgreement(parameters).Resolve;
        }

        if (allowDeveloperTokens || JwtDecryption.HasKeys(parameters))
        {
            parameters.AlgorithmValidator ??= (algorithm, key, token, validation) =>
                JwtDecryption.IsContentAlgorithm(algorithm, token) || JwtKeys.IsAlgorithmValid(algorithm, key, token, validation, allowDeveloperTokens);
        }

        var inner = options.Events ?? new JwtBearerEvents();
        if (options.EventsType is { } type)
        {
            inner = JwtEvents.FromServices(type);
            options.EventsType = null;
        }

        var bearers = _services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>();
        if (name != JwtBearerDefaults.AuthenticationScheme && bearers.Get(JwtBearerDefaults.AuthenticationScheme).Events is JwtEvents { Inner: { } ofAll })
        {
            // The application's handlers hear of the tokens of every issuer.
            inner = ofAll;
        }

        var source = new JwtSource(name, bearers, _services.GetRequiredService<TokenRevocations>());
        var adoption = IssuerOf(name, _tried.Value ?? _options.Current) is { } issuer ? new IssuerAdoption(issuer, _services.GetRequiredService<ClaimNames>()) : null;
        options.Events = new JwtEvents(inner, _options, _time, allowDeveloperTokens, source, adoption);
    }

    public void Dispose() => _tried.Dispose();

    /// <summary>The further issuer that a scheme is for.</summary>
    private static JwtIssuerOptions? IssuerOf(string scheme, JwtOptions current) =>
        scheme == JwtBearerDefaults.AuthenticationScheme ? null
        : current.Issuers.TryGetValue(scheme[JwtDefaults.IssuerSchemePrefix.Length..], out var named) ? named
        : new JwtIssuerOptions();

    private static void Configure(TokenValidationParameters parameters, JwtOptions current, JwtIssuerOptions? issuer)
    {
        parameters.RequireSignedTokens = true;
        parameters.RequireExpirationTime = true;
        parameters.RequireAudience = true;
        parameters.ValidateIssuer = true;
        parameters.ValidateAudience = true;
        parameters.ValidateLifetime = true;
        parameters.ValidateIssuerSigningKey = true;
        parameters.ClockSkew = current.ClockSkew;
        parameters.ValidAlgorithms = FirstOf(issuer?.ValidAlgorithms, current.ValidAlgorithms, JwtDefaults.Algorithms);
        parameters.ValidTypes = FirstOf(issuer?.ValidTypes, current.ValidTypes, JwtDefaults.ValidTypes);
        parameters.ValidIssuers = [.. parameters.ValidIssuers ?? [], .. issuer is null ? current.ValidIssuers : issuer.ValidIssuers];
        parameters.ValidAudiences = [.. parameters.ValidAudiences ?? [], .. issuer is { ValidAudiences.Count: > 0 } ? issuer.ValidAudiences : Audiences(current)];
        parameters.TokenDecryptionKeys = [.. parameters.TokenDecryptionKeys ?? [], .. JwtDecryption.KeysOf(current)];
        parameters.NameClaimType = current.NameClaimType;
        parameters.RoleClaimType = current.RoleClaimType;
        // dotnet user-jwts, and others, write one "role" a role.
        parameters.RoleClaimTypeRetriever = (token, _) =>
            token is JsonWebToken jwt && !jwt.TryGetClaim(current.RoleClaimType, out var _) && jwt.TryGetClaim("role", out var _) ? "role" : current.RoleClaimType;
    }

    private static string[] FirstOf(IList<string>? own, IList<string> common, string[] otherwise) =>
        own is { Count: > 0 } ? [.. own] : common.Count > 0 ? [.. common] : otherwise;

    private static IEnumerable<string> Audiences(JwtOptions current) =>
        current.Audience is null ? current.ValidAudiences : current.ValidAudiences.Prepend(current.Audience);
}
