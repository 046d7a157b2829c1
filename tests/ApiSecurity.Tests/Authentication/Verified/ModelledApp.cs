using System.Security.Cryptography;
using System.Text.Json;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>An application and its <see cref="KnownTokenModel"/>, to which the same happens.</summary>
internal sealed class ModelledApp : IAsyncDisposable
{
    private static readonly ECDsa[] Keys = [ECDsa.Create(ECCurve.NamedCurves.nistP256), ECDsa.Create(ECCurve.NamedCurves.nistP256)];
    private static readonly string[] Subjects = ["alice", "bob"];
    private static readonly long[] Lifetimes = [20, 60, 300];

    private readonly AuthorizationServer _server = new();
    private readonly KnownTokenModel _model = new();
    private readonly List<KnownTokenModel.Token> _tokens = [];
    private readonly List<string> _done = [];
    private TestApp _app = null!;
    private int _probes;

    public static async Task<ModelledApp> StartAsync()
    {
        var modelled = new ModelledApp();
        modelled.Publish(("key-0", 0));
        modelled._app = await modelled._server.StartAppAsync(new() { ["Lockout:DisabledReason"] = "the test sends many tokens that are refused" });
        modelled._model.Now = modelled._app.Time.GetUtcNow().ToUnixTimeSeconds();
        for (var count = 0; count < 3; count++)
        {
            modelled.Mint(count);
        }

        return modelled;
    }

    /// <summary>Does one thing, whatever the number says, and looks at all tokens afterwards, some of them twice.</summary>
    public async Task DoAsync(int command)
    {
        var argument = (command >>> 4) & 0xFFFF;
        switch (command & 0xF)
        {
            case 0 or 1:
                Mint(argument);
                break;
            case 2 or 3 or 4:
                Advance(1 + (argument % 45));
                break;
            case 5 or 6 or 7:
                await RevokeAsync(argument);
                break;
            case 8:
                await RestoreAsync(argument);
                break;
            case 9 or 10:
                await RotateAsync(argument);
                break;
            case 11 or 12:
                Reload(argument);
                break;
            default:
                // Nothing: the tokens are looked at once more, and known ones come again.
                Told("look");
                break;
        }

        foreach (var token in _tokens)
        {
            await AssertAsync(token);
        }

        await AssertAsync(_tokens[argument % _tokens.Count]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private void Mint(int argument)
    {
        var key = argument % Keys.Length;
        var expires = _model.Now + Lifetimes[(argument >> 1) % Lifetimes.Length];
        var ids = new Dictionary<RevocationKind, string>
        {
            [RevocationKind.Token] = $"token-{_done.Count}",
            [RevocationKind.Subject] = Subjects[(argument >> 3) % 2],
            [RevocationKind.Session] = $"session-{(argument >> 4) % 2}",
            [RevocationKind.Client] = $"client-{(argument >> 5) % 2}",
        };
        var token = Sign($"key-{key}", Keys[key], ids, expires);
        _tokens.Add(new(token, $"key-{key}", key, ids, _model.Now, expires));
        if (_tokens.Count > 6)
        {
            _tokens.RemoveAt(0);
        }

        Told($"mint {string.Join(' ', ids.Values)} by key-{key} until +{expires - _model.Now}");
    }

    private void Advance(int seconds)
    {
        _app.Time.Advance(TimeSpan.FromSeconds(seconds));
        _model.Now += seconds;
        Told($"advance {seconds} s");
    }

    private async Task RevokeAsync(int argument)
    {
        var (kind, value, issuer) = Target(argument);
        var isOlderOnly = (argument & 1) == 0;
        await Revocations.RevokeAsync(
            new TokenRevocation(kind, value) { Issuer = issuer, IssuedBefore = isOlderOnly ? _app.Time.GetUtcNow() : null }, TestContext.Current.CancellationToken);
        _model.Revoke(kind, value, issuer, isOlderOnly ? _model.Now : null);
        Told($"revoke {kind} {value} {issuer}{(isOlderOnly ? " issued before" : "")}");
    }

    private async Task RestoreAsync(int argument)
    {
        var (kind, value, issuer) = Target(argument);
        await Revocations.RestoreAsync(new TokenRevocation(kind, value) { Issuer = issuer }, TestContext.Current.CancellationToken);
        _model.Restore(kind, value, issuer);
        Told($"restore {kind} {value} {issuer}");
    }

    /// <summary>The server tells other keys; a token of a key that nobody has heard of has them read.</summary>
    private async Task RotateAsync(int argument)
    {
        Advance(31);
        if (_model.IsSwitchedOff)
        {
            // No token is looked at, so no key is.
            return;
        }

        var probe = $"probe-{_probes++}";
        (string, int)[] keys = (argument % 6) switch
        {
            0 => [("key-0", 0)],
            1 => [("key-1", 1)],
            2 or 3 => [("key-0", 0), ("key-1", 1)],
            // The old name for a new key.
            4 => [("key-0", 1)],
            _ => [],
        };
        Publish([.. keys, (probe, 0)]);
        var token = Sign(probe, Keys[0], new Dictionary<RevocationKind, string>(), _model.Now + 10);
        using var response = await _app.GetAsync("/me", token);
        Assert.True(response.IsSuccessStatusCode, Story("The keys were not read."));
        Told($"keys {string.Join(' ', _model.Keys)}");
    }

    private void Reload(int argument)
    {
        var (key, value) = (argument % 6) switch
        {
            0 => ("Jwt:MaxLifetime", _model.MaxLifetime is null ? "00:01:00" : null),
            1 => ("Jwt:ClockSkew", _model.ClockSkew == 0 ? "00:00:30" : "00:00:00"),
            2 => ("Jwt:DisabledReason", _model.IsSwitchedOff ? null : "an incident"),
            3 => ("CredentialCache:MaxAge", argument % 4 < 2 ? "00:00:05" : "00:05:00"),
            4 => ("CredentialCache:Capacity", argument % 4 < 2 ? "64" : "8192"),
            _ => ("Jwt:ValidAudiences:0", $"another-{argument}"),
        };
        _app.App.Configuration[$"ApiSecurity:{key}"] = value;
        ((IConfigurationRoot)_app.App.Configuration).Reload();
        Assert.DoesNotContain(_app.Logs.GetSnapshot(), record => record.Id.Name == "ReloadRefused");
        _model.MaxLifetime = key == "Jwt:MaxLifetime" ? value is null ? null : 60 : _model.MaxLifetime;
        _model.ClockSkew = key == "Jwt:ClockSkew" ? value == "00:00:00" ? 0 : 30 : _model.ClockSkew;
        _model.IsSwitchedOff = key == "Jwt:DisabledReason" ? value is not null : _model.IsSwitchedOff;
        Told($"{key} = {value}");
    }

    private async Task AssertAsync(KnownTokenModel.Token token)
    {
        var expected = _model.Accepts(token);
        using var response = await _app.GetAsync("/me", token.Text);
        Assert.True(
            (int)response.StatusCode == (expected ? 200 : 401),
            Story($"{token.Ids[RevocationKind.Token]}: {(int)response.StatusCode}, but {(expected ? "nothing speaks against it" : "it must be refused")}."));
    }

    private (RevocationKind Kind, string Value, string? Issuer) Target(int argument)
    {
        var kind = (RevocationKind[])[RevocationKind.Token, RevocationKind.Subject, RevocationKind.Session, RevocationKind.Client];
        var chosen = kind[(argument >> 1) % kind.Length];
        return (chosen, _tokens[(argument >> 3) % _tokens.Count].Ids[chosen], (argument >> 6) % 2 == 0 ? null : TestTokens.Issuer);
    }

    private void Publish(params (string Name, int Key)[] keys)
    {
        _model.Keys = keys.ToDictionary(key => key.Name, key => key.Key);
        _server.Answer = path => AuthorizationServer.Json(path == "/jwks"
            ? AuthorizationServer.Keys([.. keys.Select(key => AuthorizationServer.PublicJwk(Keys[key.Key], key.Name))])
            : AuthorizationServer.Metadata());
    }

    private string Sign(string keyId, ECDsa key, Dictionary<RevocationKind, string> ids, long expires) => TestTokens.Sign(
        JsonSerializer.Serialize(new { alg = "ES256", typ = "at+jwt", kid = keyId }),
        JsonSerializer.Serialize(new
        {
            iss = TestTokens.Issuer,
            aud = TestTokens.Audience,
            jti = ids.GetValueOrDefault(RevocationKind.Token, keyId),
            sub = ids.GetValueOrDefault(RevocationKind.Subject, "probe"),
            sid = ids.GetValueOrDefault(RevocationKind.Session, "probe"),
            client_id = ids.GetValueOrDefault(RevocationKind.Client, "probe"),
            iat = _model.Now,
            exp = expires,
        }),
        key);

    private ITokenRevocations Revocations => _app.App.Services.GetRequiredService<ITokenRevocations>();

    private void Told(string what) => _done.Add(what);

    private string Story(string end) => string.Join('\n', _done.Append(end));
}
