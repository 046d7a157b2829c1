using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ApiSecurity.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>How the application proves to the server who it is, and the server what it says.</summary>
public sealed class IntrospectionClientTests
{
    private const string Token = IntrospectingServer.Token;

    private static readonly Dictionary<string, string?> Discovered = new() { ["Introspection:Servers:main:Endpoint"] = null, ["Introspection:Servers:main:Authority"] = IntrospectingServer.Issuer };

    private static readonly Dictionary<string, string?> Signed = new(Discovered) { ["Introspection:Servers:main:RequireSignedResponse"] = "true" };

    private readonly IntrospectingServer _server = new();

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS384")]
    [InlineData("ES256")]
    [InlineData("ES512")]
    public async Task A_private_key_proves_who_asks(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm switch
        {
            "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "ES512" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            _ => RSA.Create(2048),
        };
        await using var app = await _server.StartAppAsync(new(Discovered)
        {
            ["Introspection:Servers:main:ClientAuthentication"] = "PrivateKeyJwt",
            ["Introspection:Servers:main:PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
            ["Introspection:Servers:main:PrivateKeyId"] = "api-1",
            ["Introspection:Servers:main:SigningAlgorithm"] = algorithm == "PS384" ? algorithm : null,
        });

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
        Assert.Equal("alice", await (await app.GetAsync("/me", Token + "2")).TextAsync());

        var asked = _server.Questions.ToArray();
        Assert.Null(asked[0].Authorization);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", asked[0].Form["client_assertion_type"]);
        var assertion = new JsonWebToken(asked[0].Form["client_assertion"]);
        Assert.Equal((algorithm, "client-authentication+jwt", "api-1", "shop-api", "shop-api"), (assertion.Alg, assertion.Typ, assertion.Kid, assertion.Issuer, assertion.Subject));
        Assert.Equal([IntrospectingServer.Issuer], assertion.Audiences);
        Assert.Equal(app.Time.GetUtcNow().AddMinutes(1).UtcDateTime, assertion.ValidTo);
        Assert.NotEqual(assertion.Id, new JsonWebToken(asked[1].Form["client_assertion"]).Id);
        SecurityKey known = key is RSA rsa ? new RsaSecurityKey(rsa) : new ECDsaSecurityKey((ECDsa)key);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(asked[0].Form["client_assertion"], new TokenValidationParameters { IssuerSigningKey = known, ValidateAudience = false, ValidateIssuer = false, ValidateLifetime = false });
        Assert.True(result.IsValid, result.Exception?.ToString());
    }

    [Fact]
    public async Task An_older_server_gets_the_type_that_it_knows()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var app = await _server.StartAppAsync(new(Discovered)
        {
            ["Introspection:Servers:main:ClientAuthentication"] = "PrivateKeyJwt",
            ["Introspection:Servers:main:PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
            ["Introspection:Servers:main:AssertionTokenType"] = "JWT",
        });

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());

        Assert.Equal("JWT", new JsonWebToken(Assert.Single(_server.Questions).Form["client_assertion"]).Typ);
    }

    [Fact]
    public async Task A_certificate_proves_it_at_the_servers_address_for_that()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=shop-api", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var app = await _server.StartAppAsync(new(Discovered)
        {
            ["Introspection:Servers:main:ClientAuthentication"] = "TlsClientAuth",
            ["Introspection:Servers:main:CertificateFile"] = file,
            ["Introspection:Servers:main:PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
        });

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());

        var asked = Assert.Single(_server.Questions);
        Assert.Equal(("https://mtls.example.com/introspect", "shop-api", (string?)null), (asked.Address.AbsoluteUri, asked.Form["client_id"], asked.Form["client_secret"]));
        var certificates = app.App.Services.GetServices<IClientCertificates>().Select(known => known.Find("ApiSecurity.Introspection:main")).OfType<X509Certificate2>();
        Assert.Equal(certificate.Thumbprint, Assert.Single(certificates).Thumbprint);
        File.Delete(file);
    }

    [Fact]
    public async Task A_key_that_is_too_short_stops_the_start()
    {
        using var key = RSA.Create(1024);
        var exception = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => _server.StartAppAsync(new(Discovered)
        {
            ["Introspection:Servers:main:ClientAuthentication"] = "PrivateKeyJwt",
            ["Introspection:Servers:main:PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
        }));

        Assert.Contains("PrivateKey is an RSA key of less than 2048 bits", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_endpoint_is_configured_the_metadata_are_not_asked_for()
    {
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:Authority"] = IntrospectingServer.Issuer });

        using var response = await app.GetAsync("/me", Token);

        Assert.Equal(("alice", 0), (await response.TextAsync(), _server.DocumentsAsked));
    }

    [Fact]
    public async Task A_signed_answer_is_believed()
    {
        await using var app = await _server.StartAppAsync(Signed);
        _server.Answer = _ => Task.FromResult(Jwt(app));

        using var response = await app.GetAsync("/me", Token);

        Assert.Equal("alice", await response.TextAsync());
        Assert.Equal("application/token-introspection+jwt", Assert.Single(_server.Questions).Accept);
    }

    [Fact]
    public async Task A_signed_no_is_a_no()
    {
        await using var app = await _server.StartAppAsync(Signed);
        _server.Answer = _ => Task.FromResult(Jwt(app, claims: claims => claims["token_introspection"] = new { active = false }));

        await app.AssertRefusedAsync(Token, "token_inactive");
    }

    [Fact]
    public async Task A_signed_answer_counts_from_when_it_was_made()
    {
        await using var app = await _server.StartAppAsync(Signed);
        var made = app.Time.GetUtcNow().AddSeconds(-50).ToUnixTimeSeconds();
        _server.Answer = _ => Task.FromResult(Jwt(app, claims: claims => claims["iat"] = made));

        await app.GetAsync("/me", Token);
        app.Time.Advance(TimeSpan.FromSeconds(9));
        await app.GetAsync("/me", Token);
        Assert.Single(_server.Questions);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.GetAsync("/me", Token);
        Assert.Equal(2, _server.Questions.Count);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("media type")]
    [InlineData("typ")]
    [InlineData("typ of an access token")]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("no aud")]
    [InlineData("old")]
    [InlineData("future")]
    [InlineData("no iat")]
    [InlineData("key")]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("no token_introspection")]
    [InlineData("token_introspection is a text")]
    [InlineData("active outside")]
    public async Task A_signed_answer_that_is_not_right_is_none(string wrong)
    {
        await using var app = await _server.StartAppAsync(Signed);
        var now = app.Time.GetUtcNow().ToUnixTimeSeconds();
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _server.Answer = _ => Task.FromResult(wrong switch
        {
            "plain" => IntrospectingServer.Json(JsonSerializer.Serialize(IntrospectingServer.Active())),
            "media type" => Jwt(app, type: "application/jwt"),
            "typ" => Jwt(app, header => header.Remove("typ")),
            "typ of an access token" => Jwt(app, header => header["typ"] = "at+jwt"),
            "iss" => Jwt(app, claims: claims => claims["iss"] = "https://evil.example"),
            "aud" => Jwt(app, claims: claims => claims["aud"] = "another-api"),
            "no aud" => Jwt(app, claims: claims => claims.Remove("aud")),
            "old" => Jwt(app, claims: claims => claims["iat"] = now - 100),
            "future" => Jwt(app, claims: claims => claims["iat"] = now + 31),
            "no iat" => Jwt(app, claims: claims => claims.Remove("iat")),
            "key" => Jwt(app, key: another),
            "none" => Jwt(app, header => header["alg"] = "none"),
            "HS256" => Jwt(app, header => header["alg"] = "HS256"),
            "no token_introspection" => Jwt(app, claims: claims => claims.Remove("token_introspection")),
            "token_introspection is a text" => Jwt(app, claims: claims => claims["token_introspection"] = "active"),
            _ => Jwt(app, claims: claims =>
            {
                claims["active"] = true;
                claims["token_introspection"] = new { };
            }),
        });

        Assert.Equal(503, (int)(await app.GetAsync("/me", Token)).StatusCode);
    }

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("alg", "ES384")]
    [InlineData("key_ops", "sign")]
    public async Task An_answer_signed_with_a_key_for_something_else_is_none(string member, string value)
    {
        var jwk = JsonSerializer.SerializeToNode(AuthorizationServer.PublicJwk(TestTokens.Key, TestTokens.KeyId))!;
        jwk[member] = member == "key_ops" ? new System.Text.Json.Nodes.JsonArray(value) : value;
        var before = _server.Document;
        _server.Document = path => path == "/jwks" ? IntrospectingServer.Json(AuthorizationServer.Keys(jwk)) : before(path);
        await using var app = await _server.StartAppAsync(Signed);
        _server.Answer = _ => Task.FromResult(Jwt(app));

        Assert.Equal(503, (int)(await app.GetAsync("/me", Token)).StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_new_is_asked_for_and_one_that_nobody_has_not_at_will()
    {
        await using var app = await _server.StartAppAsync(Signed);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _server.Answer = _ => Task.FromResult(Jwt(app));
        Assert.Equal(200, (int)(await app.GetAsync("/me", Token)).StatusCode);
        var known = _server.DocumentsAsked;

        _server.Answer = _ => Task.FromResult(Jwt(app, header => header["kid"] = "next", key: next));
        for (var index = 0; index < 4; index++)
        {
            Assert.Equal(503, (int)(await app.GetAsync("/me", Token + index)).StatusCode);
        }

        Assert.Equal(known, _server.DocumentsAsked);

        var before = _server.Document;
        _server.Document = path => path == "/jwks" ? IntrospectingServer.Json(AuthorizationServer.Keys(AuthorizationServer.PublicJwk(next, "next"))) : before(path);
        app.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, (int)(await app.GetAsync("/me", Token + "a")).StatusCode);
        Assert.Equal(known + 1, _server.DocumentsAsked);
    }

    private static HttpResponseMessage Jwt(
        TestApp app, Action<Dictionary<string, object?>>? header = null, Action<Dictionary<string, object?>>? claims = null, ECDsa? key = null, string type = "application/token-introspection+jwt")
    {
        var head = new Dictionary<string, object?> { ["alg"] = "ES256", ["typ"] = "token-introspection+jwt", ["kid"] = TestTokens.KeyId };
        header?.Invoke(head);
        var payload = new Dictionary<string, object?>
        {
            ["iss"] = IntrospectingServer.Issuer,
            ["aud"] = "shop-api",
            ["iat"] = app.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["token_introspection"] = IntrospectingServer.Active(),
        };
        claims?.Invoke(payload);
        return IntrospectingServer.Json(TestTokens.Sign(JsonSerializer.Serialize(head), JsonSerializer.Serialize(payload), key), type: type);
    }
}
