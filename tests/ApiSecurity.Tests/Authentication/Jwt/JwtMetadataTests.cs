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
            app.Time.Advance(TimeSpan.FromSeconds(1));
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

        // The very request that brings the new key's name has the keys read.
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        server.Answer = path => Json(path == "/jwks" ? Keys(PublicJwk(next, "test-2")) : Metadata());
        var header = TestTokens.Header();
        header["kid"] = "test-2";

        using var second = await app.GetAsync("/me", TestTokens.Sign(JsonSerializer.Serialize(header), JsonSerializer.Serialize(app.Tokens().Payload()), next));
        Assert.Equal("alice", await second.TextAsync());
    }

    [Fact]
    public async Task A_withdrawn_key_ends_the_tokens_that_it_signed_also_those_that_are_known()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();
        var token = app.Tokens().Mint(change: payload => payload["exp"] = app.Time.GetUtcNow().AddHours(3).ToUnixTimeSeconds());
        for (var time = 0; time < 3; time++)
        {
            using var known = await app.GetAsync("/me", token);
            Assert.Equal("alice", await known.TextAsync());
        }

        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        server.Answer = path => Json(path == "/jwks" ? Keys(PublicJwk(next, "test-2")) : Metadata());
        var asked = server.Asked;
        app.Time.Advance(TimeSpan.FromHours(1));

        await UntilAsync(() => server.Asked >= asked + 2, "The keys were not read again after an hour.");
        await UntilAsync(async () =>
        {
            using var response = await app.GetAsync("/me", token);
            return (int)response.StatusCode == 401;
        }, "The token of a withdrawn key goes on being accepted.");
    }

    [Fact]
    public async Task A_key_that_is_added_does_not_end_what_is_known()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();
        var token = app.Tokens().Mint();
        using var first = await app.GetAsync("/me", token);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        server.Answer = path => Json(path == "/jwks" ? Keys(PublicJwk(next, "test-2"), PublicJwk(TestTokens.Key, TestTokens.KeyId)) : Metadata());
        using var unknown = await app.GetAsync("/me", app.Tokens().Mint(header: header => header["kid"] = "made-up"));
        using var metric = app.CollectMetric("apisecurity.credential_cache.requests");

        using var second = await app.GetAsync("/me", token);

        Assert.Equal("alice", await second.TextAsync());
        Assert.Equal("hit", Assert.Single(metric.GetMeasurementSnapshot()).Tags["apisecurity.result"]);
    }

    [Fact]
    public async Task An_authorization_server_that_is_away_for_an_hour_is_not_missed_and_after_a_day_it_is()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();
        using var first = await app.GetAsync("/me", app.Tokens().Mint());
        Assert.Equal("alice", await first.TextAsync());
        server.Answer = Broken["unreachable"];

        for (var minute = 0; minute < 61; minute += 10)
        {
            app.Time.Advance(TimeSpan.FromMinutes(10));
            using var response = await app.GetAsync("/me", app.Tokens().Mint());
            Assert.Equal("alice", await response.TextAsync());
            using var forged = await app.GetAsync("/me", app.Tokens().Mint(header: header => header["kid"] = "made-up"));
            Assert.Equal(401, (int)forged.StatusCode);
        }

        app.Time.Advance(TimeSpan.FromHours(24));
        using var late = await app.GetAsync("/me", app.Tokens().Mint());
        Assert.Equal(503, (int)late.StatusCode);
    }

    [Fact]
    public async Task Metadata_of_another_issuer_are_not_used_unless_it_is_listed()
    {
        using var server = new AuthorizationServer { Answer = path => Json(path == "/jwks" ? Keys(PublicJwk(TestTokens.Key, TestTokens.KeyId)) : Metadata().Replace(TestTokens.Issuer + "\",\"jwks", "https://evil.example\",\"jwks", StringComparison.Ordinal)) };
        await using var strict = await server.StartAppAsync();
        await using var lenient = await server.StartAppAsync(new() { ["Jwt:ValidIssuers:0"] = "https://evil.example" });

        using var refused = await strict.GetAsync("/me", strict.Tokens().Mint());
        using var accepted = await lenient.GetAsync("/me", lenient.Tokens().Mint(change: payload => payload["iss"] = "https://evil.example"));

        Assert.Equal((503, 200), ((int)refused.StatusCode, (int)accepted.StatusCode));
        Assert.Contains(strict.Logs.GetSnapshot(), record => record.Message.Contains("ValidIssuers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_knows_only_RFC_8414_is_found_too()
    {
        using var server = new AuthorizationServer
        {
            Answer = path => path switch
            {
                "/jwks" => Json(Keys(PublicJwk(TestTokens.Key, TestTokens.KeyId))),
                "/.well-known/oauth-authorization-server" => Json(Metadata()),
                _ => Json("", 404),
            },
        };
        await using var app = await server.StartAppAsync();

        using var response = await app.GetAsync("/me", app.Tokens().Mint());

        Assert.Equal("alice", await response.TextAsync());
    }

    [Fact]
    public async Task The_health_check_tells_of_a_server_whose_keys_are_not_known()
    {
        using var server = new AuthorizationServer { Answer = Broken["unreachable"] };
        await using var app = await server.StartAppAsync(services: builder => builder.Services.AddHealthChecks().AddApiSecurity());
        var health = app.App.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();

        var report = await health.CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy, report.Status);
        Assert.Contains("authorization server", report.Entries["apisecurity"].Description, StringComparison.Ordinal);
    }

    private static Task UntilAsync(Func<bool> isSo, string otherwise) => UntilAsync(() => Task.FromResult(isSo()), otherwise);

    /// <summary>The keys are read in the background.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo, string otherwise)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            Assert.False(patience.IsCancellationRequested, otherwise);
            await Task.Yield();
        }
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

    /// <summary>After a failure the server is not asked again at once; so this asks until it was.</summary>
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
            app.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(patience.IsCancellationRequested, "The keys were not read again within 30 seconds.");
        }
    }
}
