using System.Security.Cryptography;
using System.Text.Json;
using ApiSecurity.Tests.Authorization;
using Microsoft.IdentityModel.Tokens;
using static ApiSecurity.Tests.Authentication.AuthorizationServer;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Where keys come from, and what happens when they don't.</summary>
public sealed class JwtMetadataTests
{
    private static readonly Dictionary<string, Func<string, HttpResponseMessage>> Broken = new()
    {
        ["unreachable"] = _ => throw new HttpRequestException("no route to host"),
        ["too slow"] = _ => throw new TaskCanceledException("the request was canceled due to the configured HttpClient.Timeout", new TimeoutException()),
        ["metadata 500"] = _ => Json("down", 500),
        ["metadata 404"] = _ => Json("", 404),
        ["metadata empty"] = _ => Json(""),
        ["metadata html"] = _ => Json("<!doctype html><title>Sign in</title>"),
        ["metadata null"] = _ => Json("null"),
        ["metadata without keys"] = _ => Json("{}"),
        ["keys 500"] = path => path == "/jwks" ? Json("down", 500) : Json(Metadata()),
        ["keys html"] = path => path == "/jwks" ? Json("<!doctype html>") : Json(Metadata()),
        ["no keys"] = path => Json(path == "/jwks" ? Keys() : Metadata()),
        ["keys over http"] = path => Json(path == "/jwks" ? Keys(PublicJwk(TestTokens.Key, TestTokens.KeyId)) : Metadata("http://id.example.com/jwks")),
        ["keys in a file"] = _ => Json(Metadata("file:///etc/passwd")),
        ["keys that are none"] = path => Json(path == "/jwks" ? Keys(new { kty = "EC", crv = "P-256", kid = TestTokens.KeyId, x = "!", y = "" }) : Metadata()),
    };

    public static TheoryData<string> BrokenServers() => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(BrokenServers))]
    public async Task An_authorization_server_that_tells_no_keys_is_a_503_and_never_a_500(string fault)
    {
        using var server = new AuthorizationServer { Answer = Broken[fault] };
        await using var app = await server.StartAppAsync();

        for (var repeated = 0; repeated < 3; repeated++)
        {
            using var response = await app.GetAsync("/me", app.Tokens().Mint());
            await DenyByDefaultTests.AssertProblem(response, 503, "authority_unavailable");
            var told = await app.Events.NextAsync();
            Assert.Equal(("authority_unavailable", SecurityEventOutcome.Refused, 503), (told.Reason, told.Outcome, told.StatusCode));
        }

        using var open = await app.GetAsync("/open", app.Tokens().Mint());
        Assert.Equal("nobody", await open.TextAsync());
        using var without = await app.GetAsync("/me", token: null);
        Assert.Equal(401, (int)without.StatusCode);
    }

    [Fact]
    public async Task An_authorization_server_that_comes_back_is_asked_again()
    {
        using var server = new AuthorizationServer();
        var healthy = server.Answer;
        server.Answer = Broken["metadata 500"];
        await using var app = await server.StartAppAsync();
        using var down = await app.GetAsync("/me", app.Tokens().Mint());
        Assert.Equal(503, (int)down.StatusCode);

        server.Answer = healthy;

        await UntilAcceptedAsync(app, app.Tokens().Mint());
    }

    [Fact]
    public async Task Keys_and_issuer_come_from_the_metadata_which_are_read_once()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();

        for (var request = 0; request < 20; request++)
        {
            using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));
            Assert.Equal("alice", await response.TextAsync());
        }

        Assert.Equal(2, server.Asked);
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload["iss"] = "https://evil.example"), "issuer_mismatch");
        await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header["kid"] = "other"), "token_key_unknown");
    }

    [Fact]
    public async Task A_new_key_is_found_without_a_restart()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();
        using var first = await app.GetAsync("/me", app.Tokens().Mint("alice"));
        Assert.Equal("alice", await first.TextAsync());

        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        server.Answer = path => Json(path == "/jwks" ? Keys(PublicJwk(next, "test-2")) : Metadata());
        var header = TestTokens.Header();
        header["kid"] = "test-2";

        await UntilAcceptedAsync(app, TestTokens.Sign(JsonSerializer.Serialize(header), JsonSerializer.Serialize(app.Tokens().Payload()), next));
    }

    [Fact]
    public async Task Tokens_with_made_up_key_names_do_not_have_the_server_asked_each_time()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();

        for (var request = 0; request < 200; request++)
        {
            using var response = await app.GetAsync("/me", app.Tokens().Mint(header: header => header["kid"] = $"made-up-{Guid.NewGuid()}"));
            Assert.Equal(401, (int)response.StatusCode);
        }

        Assert.InRange(server.Asked, 2, 6);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_shared_secret_among_the_servers_keys_signs_nothing(string environment)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        using var server = new AuthorizationServer
        {
            Answer = path => Json(path == "/jwks" ? Keys(new { kty = "oct", kid = "shared", k = Base64UrlEncoder.Encode(secret) }, PublicJwk(TestTokens.Key, TestTokens.KeyId)) : Metadata()),
        };
        await using var app = await server.StartAppAsync(environment: environment);
        string Token(string algorithm)
        {
            var header = TestTokens.Header();
            (header["alg"], header["kid"]) = (algorithm, "shared");
            return TestTokens.SignWithSecret(JsonSerializer.Serialize(header), JsonSerializer.Serialize(app.Tokens().Payload()), secret);
        }

        await app.AssertRefusedAsync(Token("HS256"), "algorithm_not_allowed");
        using var other = await app.GetAsync("/me", Token("ES256"));
        Assert.Equal(401, (int)other.StatusCode);
    }

    [Theory]
    [InlineData(1024, "token_key_unknown")]
    [InlineData(2048, null)]
    public async Task An_RSA_key_that_is_too_short_is_no_key(int bits, string? reason)
    {
        using var rsa = RSA.Create(bits);
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        var jwk = new { kty = "RSA", use = "sig", kid = "rsa", n = Base64UrlEncoder.Encode(numbers.Modulus), e = Base64UrlEncoder.Encode(numbers.Exponent) };
        using var server = new AuthorizationServer { Answer = path => Json(path == "/jwks" ? Keys(jwk, PublicJwk(TestTokens.Key, TestTokens.KeyId)) : Metadata()) };
        await using var app = await server.StartAppAsync();
        var signed = $"{TestTokens.Encode("""{"alg":"RS256","typ":"at+jwt","kid":"rsa"}""")}.{TestTokens.Encode(JsonSerializer.Serialize(app.Tokens().Payload()))}";
        var token = $"{signed}.{Base64UrlEncoder.Encode(rsa.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";

        if (reason is null)
        {
            using var response = await app.GetAsync("/me", token);
            Assert.Equal("alice", await response.TextAsync());
        }
        else
        {
            await app.AssertRefusedAsync(token, reason);
        }
    }

    /// <summary>The token library reads metadata anew in the background, and after a failure not at once; so this asks until it has.</summary>
    private static async Task UntilAcceptedAsync(TestApp app, string token)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await app.GetAsync("/me", token);
            if (response.IsSuccessStatusCode)
            {
                return;
            }

            Assert.True((int)response.StatusCode is 401 or 503, $"{response.StatusCode}");
            Assert.False(patience.IsCancellationRequested, "The keys were not read again within 30 seconds.");
        }
    }
}
