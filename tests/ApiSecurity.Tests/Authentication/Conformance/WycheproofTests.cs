using System.Text.Json;

namespace ApiSecurity.Tests.Authentication;

/// <summary>
/// The vectors of C2SP's Wycheproof for signatures and keys, which are collected from what libraries got wrong. What is listed here with a reason is where the library and
/// the vectors differ; anything else fails. The counts are those of docs/authentication.md.
/// </summary>
public sealed class WycheproofTests
{
    private const string Signatures = "json_web_signature_test";
    private const string Keys = "json_web_key_test";
    private const string OtherAlgorithm = "the key's alg is PS256 and the signature's PS384: RFC 7517 section 4.4 says what the key is for";
    private const string NoAlgorithm = "the key's alg is ES521, which is none";

    private static readonly Dictionary<(string File, int Test), string> Differences = new()
    {
        [(Signatures, 346)] = OtherAlgorithm,
        [(Signatures, 350)] = OtherAlgorithm,
        [(Signatures, 347)] = NoAlgorithm,
        [(Signatures, 351)] = NoAlgorithm,
        [(Keys, 7)] = "a modulus of the kind that CVE-2017-15361 (ROCA) made, and accepted: neither .NET nor the token library looks for it",
    };

    public static TheoryData<string, int, int, int> Files => new()
    {
        { Signatures, 401, 387, 10 },
        { Keys, 26, 21, 4 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_valid_is_accepted_and_what_is_not_is_refused(string file, int all, int alike, int sharedSecrets)
    {
        var (count, same, secret) = (0, 0, 0);
        var wrong = new List<string>();
        foreach (var (test, keys) in Read(file))
        {
            count++;
            var (id, isValid) = (test.GetProperty("tcId").GetInt32(), test.GetProperty("result").GetString() == "valid");
            var isAccepted = JwsVerdict.Accepts(test.GetProperty("jws").GetString()!, keys);
            if (isAccepted == isValid)
            {
                same++;
            }
            else if (isValid && keys.Contains("\"oct\"", StringComparison.Ordinal))
            {
                // HS256, HS384 and HS512 are refused by design: who can check such a signature could make one.
                secret++;
            }
            else if (!Differences.ContainsKey((file, id)))
            {
                wrong.Add($"{id} {test.GetProperty("comment").GetString()}: {(isAccepted ? "accepted" : "refused")}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal((all, alike, sharedSecrets), (count, same, secret));
    }

    /// <summary>The payloads are no claims, so each of them must be refused; in whatever way, never with a 500.</summary>
    [Theory]
    [InlineData(Signatures)]
    [InlineData(Keys)]
    public async Task Over_HTTP_each_is_a_401(string file)
    {
        foreach (var group in Read(file).GroupBy(pair => pair.Keys, pair => pair.Test.GetProperty("jws").GetString()!))
        {
            using var server = new AuthorizationServer { Answer = path => AuthorizationServer.Json(path == "/jwks" ? group.Key : AuthorizationServer.Metadata()) };
            await using var app = await server.StartAppAsync(new() { ["Lockout:DisabledReason"] = "the test sends many tokens that are refused" });
            foreach (var jws in group)
            {
                using var response = await app.GetAsync("/me", token: null, ("Authorization", $"Bearer {jws}"));
                // 503 where the set has no key that could be used: that is as if the server had published none.
                Assert.True((int)response.StatusCode is 401 or 503, $"{(int)response.StatusCode}: {jws}");
            }
        }
    }

    private static IEnumerable<(JsonElement Test, string Keys)> Read(string file)
    {
        var path = Repository.PathOf("..", "shared", "data", "wycheproof", "testvectors_v1", $"{file}.json");
        Assert.SkipUnless(File.Exists(path), "The shared test data is not here.");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var group in document.RootElement.Clone().GetProperty("testGroups").EnumerateArray())
        {
            // Secrets have no public half.
            var key = group.TryGetProperty("public", out var known) ? known : group.GetProperty("private");
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                yield return (test, key.TryGetProperty("keys", out _) ? key.GetRawText() : JwsVerdict.SetOf(key));
            }
        }
    }
}
