using System.Text.Json;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>The examples of RFC 7520. The three with a key pair and one signature are accepted; the others are of kinds that are refused by design.</summary>
public sealed class CookbookTests
{
    private static readonly string[] Accepted = ["4_1", "4_2", "4_3"];

    public static TheoryData<string> Signatures => Names("jws");

    public static TheoryData<string> Encryptions => Names("jwe");

    [Theory]
    [MemberData(nameof(Signatures))]
    public async Task A_signature_is_accepted_in_its_compact_form_if_it_is_by_a_key_pair(string name)
    {
        using var document = Read("jws", name);
        var (input, output) = (document.RootElement.GetProperty("input"), document.RootElement.GetProperty("output"));
        var key = input.GetProperty("key");
        var keys = key.ValueKind == JsonValueKind.Array ? $$"""{"keys":{{key.GetRawText()}}}""" : JwsVerdict.SetOf(key);

        Assert.Equal(
            Accepted.Any(number => name.StartsWith(number + ".", StringComparison.Ordinal)),
            output.TryGetProperty("compact", out var compact) && JwsVerdict.Accepts(compact.GetString()!, keys));
        await AssertRefusedAsync(output, keys);
    }

    [Theory]
    [MemberData(nameof(Encryptions))]
    public async Task An_encryption_is_of_a_kind_that_is_refused(string name)
    {
        using var document = Read("jwe", name);
        var output = document.RootElement.GetProperty("output");

        if (output.TryGetProperty("compact", out var compact))
        {
            var refusal = JwtDecryption.Check(compact.GetString()!, 64 * 1024);
            Assert.True(refusal == JwtRefusal.Algorithm || refusal == JwtRefusal.Malformed || refusal == JwtRefusal.Critical, $"{name}: {refusal?.Credential.Reason ?? "accepted"}");
        }

        await AssertRefusedAsync(output, AuthorizationServer.Keys(AuthorizationServer.PublicJwk(TestTokens.Key, TestTokens.KeyId)));
    }

    [Fact]
    public void There_are_21_examples() => Assert.Equal((8, 13), (Signatures.Count, Encryptions.Count));

    /// <summary>In each of its forms, also as JSON, which is no token.</summary>
    private static async Task AssertRefusedAsync(JsonElement output, string keys)
    {
        using var server = new AuthorizationServer { Answer = path => AuthorizationServer.Json(path == "/jwks" ? keys : AuthorizationServer.Metadata()) };
        await using var app = await server.StartAppAsync();
        foreach (var form in output.EnumerateObject())
        {
            var text = form.Value.ValueKind == JsonValueKind.String ? form.Value.GetString() : JsonSerializer.Serialize(form.Value);
            using var response = await app.GetAsync("/me", token: null, ("Authorization", $"Bearer {text}"));
            Assert.True((int)response.StatusCode is 401 or 503, $"{form.Name}: {(int)response.StatusCode}");
        }
    }

    private static string Folder(string kind) => Repository.PathOf("..", "shared", "data", "jose-cookbook", kind);

    private static TheoryData<string> Names(string kind) =>
        Directory.Exists(Folder(kind)) ? [.. Directory.EnumerateFiles(Folder(kind), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] : ["none"];

    private static JsonDocument Read(string kind, string name)
    {
        Assert.SkipUnless(name != "none", "The shared test data is not here.");
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(kind), $"{name}.json")));
    }
}
