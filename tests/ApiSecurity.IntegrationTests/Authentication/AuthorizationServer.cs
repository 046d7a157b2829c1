using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>
/// OpenIddict as it is used elsewhere, on a loopback socket and an SQLite file: nothing of it was written by who wrote the library. It can lose its
/// network and replace its keys while it runs.
/// </summary>
internal sealed class AuthorizationServer : IAsyncDisposable
{
    /// <summary>Made once: making one takes longer than all else here.</summary>
    private static readonly RsaSecurityKey FirstKey = NewRsaKey();
    private static readonly RsaSecurityKey OwnEncryptionKey = NewRsaKey();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("apisecurity-openiddict-");
    private readonly WebApplication _app;
    private ImmutableArray<SecurityKey> _keys;
    private volatile bool _isAway;
    private int _asked;

    private AuthorizationServer(SecurityKey key, bool usesReferences, SecurityKey? encryption, ServerTls? tls)
    {
        _keys = [key];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.ClearProviders();
        if (tls is null)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.ConfigureKestrel(tls.Set);
        }

        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddDbContext<ServerDb>(options => options.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "server.db")};Pooling=False").UseOpenIddict());
        builder.Services.AddAuthentication(AuthorizationServerEndpoints.Cookie).AddCookie(AuthorizationServerEndpoints.Cookie, options => options.LoginPath = "/login");
        builder.Services.AddAuthorization();
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<ServerDb>())
            .AddServer(server =>
            {
                Set(server, usesReferences, encryption);
                tls?.Set(server);
            });
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            Interlocked.Increment(ref _asked);
            if (!_isAway)
            {
                return next(context);
            }

            // The connection is cut: no answer at all.
            context.Abort();
            return Task.CompletedTask;
        });
        _app.UseAuthentication();
        _app.UseAuthorization();
        AuthorizationServerEndpoints.Map(_app);
    }

    /// <summary>The server's own clock, which starts with that of <see cref="ApiSecurity.Tests.TestApp"/>.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public string Address => _app.Urls.Single();

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Whether it cuts every connection.</summary>
    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    /// <param name="usesReferences">Access tokens are opaque: only the server can tell what they are.</param>
    /// <param name="encryption">The API's public key, if access tokens are encrypted for it.</param>
    /// <param name="key">What the server signs with; RS256 if left out, as every other server here.</param>
    /// <param name="tls">Has the server speak TLS, and know its clients by their certificates.</param>
    public static async Task<AuthorizationServer> StartAsync(bool usesReferences = false, SecurityKey? encryption = null, SecurityKey? key = null, ServerTls? tls = null)
    {
        var server = new AuthorizationServer(key ?? FirstKey, usesReferences, encryption, tls);
        await using (var scope = server._app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ServerDb>().Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
            await AuthorizationServerClients.RegisterAsync(scope.ServiceProvider);
        }

        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static RsaSecurityKey NewRsaKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    public static ECDsaSecurityKey NewCurveKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString("N") };

    /// <summary>Signs with these keys from now on, with the first of them; the others are only told to who asks for keys.</summary>
    public void UseKeys(params ImmutableArray<SecurityKey> keys)
    {
        _keys = keys;
        _app.Services.GetRequiredService<IOptionsMonitorCache<OpenIddictServerOptions>>().Clear();
    }

    public HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Address) };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private void Set(OpenIddictServerBuilder server, bool usesReferences, SecurityKey? encryption)
    {
        server.SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token")
            .SetIntrospectionEndpointUris("connect/introspect")
            .SetRevocationEndpointUris("connect/revoke");
        server.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes("orders.read", "offline_access").SetAccessTokenLifetime(TimeSpan.FromMinutes(5));
        if (encryption is null)
        {
            server.AddEncryptionKey(OwnEncryptionKey).DisableAccessTokenEncryption();
        }
        else
        {
            server.AddEncryptionKey(encryption);
        }

        if (usesReferences)
        {
            server.UseReferenceAccessTokens();
        }

        server.Configure(options => options.SigningCredentials.AddRange(_keys.Select(key =>
            new SigningCredentials(key, key is ECDsaSecurityKey ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256))));
        server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough();
    }

    private sealed class ServerDb(DbContextOptions<ServerDb> options) : DbContext(options);
}
