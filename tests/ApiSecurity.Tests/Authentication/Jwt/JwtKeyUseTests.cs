using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using static ApiSecurity.Tests.Authentication.AuthorizationServer;

namespace ApiSecurity.Tests.Authentication;

/// <summary>What an authorization server says that a key is for (RFC 7517 sections 4.2 to 4.4): nothing else is accepted with it, however good the signature.</summary>
public sealed class JwtKeyUseTests
{
    private static readonly RSA Rsa = RSA.Create(2048);

    public static TheoryData<string, string, bool> Members() => new()
    {
        { "{}", "RS256", true },
        { "{}", "PS256", true },
        { """{"alg":"RS256"}""", "RS256", true },
        { """{"alg":"PS256"}""", "PS256", true },
        { """{"alg":"PS256"}""", "RS256", false },
        { """{"alg":"RS256"}""", "PS256", false },
        { """{"alg":"RS512"}""", "RS256", false },
        { """{"alg":"rs256"}""", "RS256", false },
        { """{"alg":"RSA-OAEP"}""", "RS256", false },
        { """{"use":"sig"}""", "RS256", true },
        { """{"use":"enc"}""", "RS256", false },
        { """{"use":"SIG"}""", "RS256", false },
        { """{"key_ops":["verify"]}""", "RS256", true },
        { """{"key_ops":["sign","verify"]}""", "RS256", true },
        { """{"key_ops":["encrypt"]}""", "RS256", false },
        { """{"key_ops":["Verify"]}""", "RS256", false },
        { """{"use":"sig","key_ops":["wrapKey"]}""", "RS256", false },
        { """{"use":"enc","key_ops":["verify"]}""", "RS256", false },
        { """{"use":"sig","key_ops":["verify"],"alg":"PS256"}""", "PS256", true },
    };

    /// <summary>A token that names the key, and one that names none where there are several.</summary>
    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_key_checks_only_what_it_is_for(string members, string algorithm, bool isGood)
    {
        using var server = Server(Jwk(Rsa, members), PublicJwk(TestTokens.Key, TestTokens.KeyId));
        await using var app = await server.StartAppAsync();

        foreach (var token in (string[])[Sign(app, algorithm, "rsa"), Sign(app, algorithm, keyId: null)])
        {
            if (isGood)
            {
                using var response = await app.GetAsync("/me", token);
                Assert.Equal("alice", await response.TextAsync());
            }
            else
            {
                await app.AssertRefusedAsync(token, "token_key_unknown");
            }
        }
    }

    [Fact]
    public async Task Of_several_keys_without_a_name_each_checks_its_own_algorithm()
    {
        using var other = RSA.Create(2048);
        using var server = Server(Jwk(Rsa, """{"alg":"RS256"}""", id: null), Jwk(other, """{"alg":"PS256"}""", id: null));
        await using var app = await server.StartAppAsync();

        foreach (var (key, algorithm, isGood) in ((RSA, string, bool)[])[(Rsa, "RS256", true), (other, "PS256", true), (Rsa, "PS256", false), (other, "RS256", false)])
        {
            foreach (var id in (string?[])[null, "any"])
            {
                using var response = await app.GetAsync("/me", Sign(app, algorithm, id, key));
                Assert.True((int)response.StatusCode == (isGood ? 200 : 401), $"{algorithm} {id} with the {(key == Rsa ? "first" : "second")} key is {(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_key_that_stands_there_for_two_algorithms_checks_both_and_no_third()
    {
        using var server = Server(Jwk(Rsa, """{"alg":"RS256"}"""), Jwk(Rsa, """{"alg":"PS256"}"""));
        await using var app = await server.StartAppAsync();

        foreach (var (algorithm, status) in ((string, int)[])[("RS256", 200), ("PS256", 200), ("RS384", 401)])
        {
            using var response = await app.GetAsync("/me", Sign(app, algorithm, "rsa"));
            Assert.Equal((algorithm, status), (algorithm, (int)response.StatusCode));
        }
    }

    [Fact]
    public async Task A_key_that_becomes_one_for_something_else_ends_the_tokens_that_are_known()
    {
        var members = "{}";
        using var server = new AuthorizationServer();
        server.Answer = path => Json(path == "/jwks" ? Keys(Jwk(Rsa, Volatile.Read(ref members)), PublicJwk(TestTokens.Key, TestTokens.KeyId)) : Metadata());
        await using var app = await server.StartAppAsync();
        var token = Sign(app, "RS256", "rsa");
        for (var time = 0; time < 3; time++)
        {
            using var known = await app.GetAsync("/me", token);
            Assert.Equal("alice", await known.TextAsync());
        }

        Volatile.Write(ref members, """{"alg":"PS256"}""");
        // A name that is not known has the keys read at once.
        using var unknown = await app.GetAsync("/me", app.Tokens().Mint(header: header => header["kid"] = "made-up"));

        await app.Events.NextAsync();
        await app.AssertRefusedAsync(token, "token_key_unknown");
    }

    /// <summary>RFC 7518 section 3.4: ES384 is for P-384 alone.</summary>
    [Fact]
    public async Task A_curve_has_one_algorithm()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();
        var header = TestTokens.Header();
        header["alg"] = "ES384";
        var signed = $"{TestTokens.Encode(JsonSerializer.Serialize(header))}.{TestTokens.Encode(JsonSerializer.Serialize(app.Tokens().Payload()))}";

        var token = $"{signed}.{Base64UrlEncoder.Encode(TestTokens.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA384))}";

        await app.AssertRefusedAsync(token, "token_key_unknown");
    }

    private static AuthorizationServer Server(params object[] keys) => new() { Answer = path => Json(path == "/jwks" ? Keys(keys) : Metadata()) };

    private static Dictionary<string, object?> Jwk(RSA key, string members, string? id = "rsa")
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        var jwk = JsonSerializer.Deserialize<Dictionary<string, object?>>(members)!;
        (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64UrlEncoder.Encode(numbers.Modulus), Base64UrlEncoder.Encode(numbers.Exponent));
        if (id is not null)
        {
            jwk["kid"] = id;
        }

        return jwk;
    }

    private static string Sign(TestApp app, string algorithm, string? keyId, RSA? key = null)
    {
        var header = new Dictionary<string, object?> { ["alg"] = algorithm, ["typ"] = "at+jwt" };
        if (keyId is not null)
        {
            header["kid"] = keyId;
        }

        var signed = $"{TestTokens.Encode(JsonSerializer.Serialize(header))}.{TestTokens.Encode(JsonSerializer.Serialize(app.Tokens().Payload()))}";
        var hash = algorithm.EndsWith("384", StringComparison.Ordinal) ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        var signature = (key ?? Rsa).SignData(Encoding.ASCII.GetBytes(signed), hash, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }
}
