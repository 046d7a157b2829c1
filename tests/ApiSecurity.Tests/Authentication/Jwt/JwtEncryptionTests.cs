using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Tokens that are encrypted for the API: what is accepted, and what attackers make of it.</summary>
public sealed class JwtEncryptionTests : IDisposable
{
    private static readonly RSA Rsa = RSA.Create(2048);

    private static readonly Dictionary<string, ECDsa> Curves = new()
    {
        ["P-256"] = ECDsa.Create(ECCurve.NamedCurves.nistP256),
        ["P-384"] = ECDsa.Create(ECCurve.NamedCurves.nistP384),
        ["P-521"] = ECDsa.Create(ECCurve.NamedCurves.nistP521),
    };

    private readonly List<string> _files = [];

    public static TheoryData<string, string, string> Accepted() =>
    [
        .. from key in new[] { ("RSA-OAEP", ""), ("ECDH-ES+A128KW", "P-256"), ("ECDH-ES+A192KW", "P-256"), ("ECDH-ES+A256KW", "P-256"), ("ECDH-ES+A256KW", "P-384"), ("ECDH-ES+A256KW", "P-521") }
           from encryption in new[] { "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512" }
           select (key.Item1, encryption, key.Item2),
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_signed_token_that_is_encrypted_for_the_API_is_accepted_and_then_known(string algorithm, string encryption, string curve)
    {
        await using var app = await StartAsync();
        using var metric = app.CollectMetric("apisecurity.credential_cache.requests");
        var token = Encrypt(new EncryptedToken(algorithm, encryption), app.Tokens().Mint("alice"), curve);

        for (var time = 0; time < 2; time++)
        {
            using var response = await app.GetAsync("/me", token);
            Assert.True((int)response.StatusCode == 200, $"{(int)response.StatusCode} {app.Events.Pending.FirstOrDefault()?.Reason}");
            Assert.Equal("alice", await response.TextAsync());
        }

        Assert.Equal(["miss", "hit"], metric.GetMeasurementSnapshot().Select(measurement => measurement.Tags["apisecurity.result"]));
    }

    [Theory]
    [InlineData("RSA1_5", "A128CBC-HS256")]
    [InlineData("RSA-OAEP-256", "A128CBC-HS256")]
    [InlineData("dir", "A128CBC-HS256")]
    [InlineData("A128KW", "A128CBC-HS256")]
    [InlineData("A256GCMKW", "A128CBC-HS256")]
    [InlineData("ECDH-ES", "A128CBC-HS256")]
    [InlineData("PBES2-HS256+A128KW", "A128CBC-HS256")]
    [InlineData("PBES2-HS512+A256KW", "A256CBC-HS512")]
    [InlineData("rsa-oaep", "A128CBC-HS256")]
    [InlineData("none", "A128CBC-HS256")]
    [InlineData("RSA-OAEP", "A128GCM")]
    [InlineData("RSA-OAEP", "A192GCM")]
    [InlineData("RSA-OAEP", "A256GCM")]
    [InlineData("RSA-OAEP", "none")]
    [InlineData("RSA-OAEP", "a128cbc-hs256")]
    public async Task Other_algorithms_are_refused_before_any_key_is_touched(string algorithm, string encryption)
    {
        await using var app = await StartAsync();
        var jwe = new EncryptedToken(algorithm, encryption);
        // PBES2 with a count that would keep the server busy for hours.
        jwe.Header["p2c"] = int.MaxValue;
        jwe.Header["p2s"] = "AAAA";
        var padding = algorithm switch { "RSA1_5" => RSAEncryptionPadding.Pkcs1, "RSA-OAEP-256" => RSAEncryptionPadding.OaepSHA256, _ => RSAEncryptionPadding.OaepSHA1 };

        await app.AssertRefusedAsync(jwe.Encrypt(app.Tokens().Mint(), Rsa, padding), "algorithm_not_allowed");
    }

    [Theory]
    [InlineData("zip", "\"DEF\"")]
    [InlineData("zip", "\"\"")]
    [InlineData("crit", "[\"exp\"]")]
    [InlineData("crit", "[]")]
    [InlineData("b64", "false")]
    public async Task An_extension_is_refused(string member, string json)
    {
        await using var app = await StartAsync();
        var jwe = new EncryptedToken("RSA-OAEP", "A128CBC-HS256");
        jwe.Header[member] = JsonNode.Parse(json);

        await app.AssertRefusedAsync(jwe.Encrypt(app.Tokens().Mint(), Rsa), "token_extension_unknown");
    }

    [Theory]
    [InlineData("""{"alg":"RSA-OAEP","alg":"dir","enc":"A128CBC-HS256"}""")]
    [InlineData("""{"alg":"RSA-OAEP","enc":"A128CBC-HS256","\u0065nc":"A128CBC-HS256"}""")]
    [InlineData("""{"alg":["RSA-OAEP"],"enc":"A128CBC-HS256"}""")]
    [InlineData("""{"alg":"RSA-OAEP","enc":1}""")]
    [InlineData("""{"alg":"RSA-OAEP","enc":"A128CBC-HS256"}x""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_header_that_can_be_read_in_two_ways_is_refused(string header)
    {
        await using var app = await StartAsync();
        var rest = new EncryptedToken("RSA-OAEP", "A128CBC-HS256").Encrypt(app.Tokens().Mint(), Rsa);

        await app.AssertRefusedAsync($"{TestTokens.Encode(header)}{rest[rest.IndexOf('.', StringComparison.Ordinal)..]}", "token_malformed");
    }

    [Theory]
    [InlineData("epk", "{}")]
    [InlineData("epk", "\"x\"")]
    [InlineData("epk", "null")]
    [InlineData("epk", """{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}""")]
    [InlineData("epk", """{"kty":"EC","crv":"P-384","x":"AAAA","y":"AAAA"}""")]
    [InlineData("epk", """{"kty":"RSA","n":"AAAA","e":"AQAB"}""")]
    [InlineData("epk", """{"kty":"oct","k":"AAAA"}""")]
    [InlineData("kid", "1")]
    [InlineData("kid", "{}")]
    [InlineData("apu", "1")]
    [InlineData("apv", "{}")]
    [InlineData("cty", "[]")]
    [InlineData("typ", "{}")]
    public async Task A_member_of_the_wrong_kind_or_a_point_off_the_curve_is_never_more_than_a_401(string member, string json)
    {
        await using var app = await StartAsync();
        var jwe = new EncryptedToken("ECDH-ES+A256KW", "A128CBC-HS256");
        jwe.Header[member] = JsonNode.Parse(json);
        // A null node reads as one that is not there.
        var token = json == "null" ? Without(jwe, member, app.Tokens().Mint()) : jwe.Encrypt(app.Tokens().Mint(), Curves["P-256"]);

        using var response = await app.GetAsync("/me", token);

        // What the library does not read, such as "typ" of the outer header, may be anything.
        Assert.True((int)response.StatusCode == 401 || (member is "cty" or "typ" or "kid" && (int)response.StatusCode == 200), $"{(int)response.StatusCode}");
    }

    [Fact]
    public async Task What_is_inside_is_held_against_the_same_rules_as_any_token()
    {
        await using var app = await StartAsync();
        var payload = JsonSerializer.Serialize(app.Tokens().Payload("admin"));
        using var mine = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = System.Text.Encoding.ASCII.GetBytes(TestTokens.Key.ExportSubjectPublicKeyInfoPem());
        (string Inner, string? Reason)[] inners =
        [
            (TestTokens.Encode("""{"alg":"none","typ":"at+jwt"}""") + $".{TestTokens.Encode(payload)}.", null),
            (TestTokens.SignWithSecret("""{"alg":"HS256","typ":"at+jwt","kid":"test-1"}""", payload, pem), null),
            (payload, null),
            ("", null),
            ("..", null),
            ("null", null),
            (app.Tokens().Mint()[..^2], null),
            (TestTokens.Sign(JsonSerializer.Serialize(TestTokens.Header()), payload, mine), "signature_invalid"),
            (TestTokens.Sign(JsonSerializer.Serialize(TestTokens.Header()), payload[..^1] + ",\"sub\":\"alice\"}"), "token_malformed"),
            (TestTokens.Sign("""{"alg":"ES256","typ":"at+jwt","kid":"test-1","kid":"test-1"}""", payload), "token_malformed"),
            (TestTokens.Sign("""{"alg":"ES256","typ":"at+jwt","kid":"test-1","crit":["x"],"x":1}""", payload), "token_extension_unknown"),
            (app.Tokens().Mint(change: claims => claims["aud"] = "other"), "audience_mismatch"),
            (app.Tokens().Mint(change: claims => claims["iss"] = "https://evil.example"), "issuer_mismatch"),
            (app.Tokens().Mint(change: claims => claims["exp"] = 1), "token_expired"),
            (app.Tokens().Mint(header: header => header["typ"] = "JWT"), "token_type_mismatch"),
            (new EncryptedToken("RSA-OAEP", "A128CBC-HS256").Encrypt(app.Tokens().Mint(), Rsa), null),
        ];
        foreach (var (inner, reason) in inners)
        {
            var token = new EncryptedToken("RSA-OAEP", "A128CBC-HS256").Encrypt(inner, Rsa);
            using var response = await app.GetAsync("/me", token);
            Assert.True((int)response.StatusCode == 401, $"{(int)response.StatusCode} for {inner}");
            var told = await app.Events.NextAsync();
            Assert.Equal("authn_login_fail", told.Name);
            Assert.True(reason is null || reason == told.Reason, $"{told.Reason} instead of {reason} for {inner}");
        }
    }

    [Theory]
    [InlineData("RSA-OAEP", "")]
    [InlineData("ECDH-ES+A256KW", "P-256")]
    public async Task Anything_changed_cut_swapped_or_for_another_key_is_refused(string algorithm, string curve)
    {
        await using var app = await StartAsync();
        var parts = Encrypt(new EncryptedToken(algorithm, "A128CBC-HS256"), app.Tokens().Mint(), curve).Split('.');
        var other = Encrypt(new EncryptedToken(algorithm, "A128CBC-HS256"), app.Tokens().Mint(), curve).Split('.');
        using var stranger = RSA.Create(2048);
        using var strangeCurve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bad = new List<string>
        {
            curve.Length == 0
                ? new EncryptedToken(algorithm, "A128CBC-HS256").Encrypt(app.Tokens().Mint(), stranger)
                : new EncryptedToken(algorithm, "A128CBC-HS256").Encrypt(app.Tokens().Mint(), strangeCurve),
        };
        for (var part = 1; part < 5; part++)
        {
            var bytes = Base64UrlEncoder.DecodeBytes(parts[part]);
            foreach (var place in new[] { 0, bytes.Length / 2, bytes.Length - 1 })
            {
                var changed = (byte[])bytes.Clone();
                changed[place] ^= 1;
                bad.Add(string.Join('.', Replaced(parts, part, Base64UrlEncoder.Encode(changed))));
            }

            bad.Add(string.Join('.', Replaced(parts, part, "")));
            bad.Add(string.Join('.', Replaced(parts, part, "!")));
            bad.Add(string.Join('.', Replaced(parts, part, other[part])));
            bad.Add(string.Join('.', Replaced(parts, part, Base64UrlEncoder.Encode(bytes[..^1]))));
            bad.Add(string.Join('.', Replaced(parts, part, Base64UrlEncoder.Encode((byte[])[.. bytes, 0]))));
            bad.Add(string.Join('.', Replaced(parts, part, Base64UrlEncoder.Encode(new byte[4096]))));
        }

        foreach (var token in bad)
        {
            using var response = await app.GetAsync("/me", token);
            Assert.True((int)response.StatusCode == 401, $"{(int)response.StatusCode} for {token}");
        }
    }

    [Fact]
    public async Task One_spelling_only_and_no_more_than_five_parts()
    {
        await using var app = await StartAsync();
        var token = new EncryptedToken("RSA-OAEP", "A128CBC-HS256").Encrypt(app.Tokens().Mint(), Rsa);
        var parts = token.Split('.');
        foreach (var bad in new[] { token + ".", "." + token, token + "=", token + " ", string.Join('.', parts[..4]), string.Join('.', parts[..3]), "....", new string('.', 4000), $"{parts[0]}=.{string.Join('.', parts[1..])}" })
        {
            using var response = await app.GetAsync("/me", token: null, ("Authorization", $"Bearer {bad}"));
            Assert.True((int)response.StatusCode == 401 || (bad == token + " " && (int)response.StatusCode == 200), $"{(int)response.StatusCode} for {bad}");
        }
    }

    [Fact]
    public async Task Without_a_key_to_decrypt_with_no_encrypted_token_is_looked_at()
    {
        await using var app = await JwtApp.StartAsync();

        await app.AssertRefusedAsync(new EncryptedToken("RSA-OAEP", "A128CBC-HS256").Encrypt(app.Tokens().Mint(), Rsa), "token_malformed");
    }

    [Fact]
    public async Task A_plain_token_is_accepted_beside_encrypted_ones()
    {
        await using var app = await StartAsync();

        using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));

        Assert.Equal("alice", await response.TextAsync());
    }

    public void Dispose() => _files.ForEach(File.Delete);

    private static string Encrypt(EncryptedToken jwe, string inner, string curve) => curve.Length == 0 ? jwe.Encrypt(inner, Rsa) : jwe.Encrypt(inner, Curves[curve]);

    /// <summary>A token whose header has a member that is <c>null</c>.</summary>
    private static string Without(EncryptedToken jwe, string member, string inner)
    {
        jwe.Header[member] = null;
        return jwe.Complete(inner, new byte[jwe.KeyLength], new byte[40]);
    }

    private static string[] Replaced(string[] parts, int index, string with) => [.. parts[..index], with, .. parts[(index + 1)..]];

    private async Task<TestApp> StartAsync()
    {
        AsymmetricAlgorithm[] keys = [Rsa, .. Curves.Values];
        var settings = new Dictionary<string, string?> { ["RateLimiting:DisabledReason"] = "the test asks often", ["Lockout:DisabledReason"] = "the test fails often" };
        foreach (var key in keys)
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
            settings[$"Jwt:DecryptionKeyFiles:{_files.Count % keys.Length}"] = file;
            _files.Add(file);
        }

        return await JwtApp.StartAsync(settings);
    }
}
