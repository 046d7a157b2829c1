using System.Text;
using System.Text.Json;
using ApiSecurity.Authentication;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

public sealed class JwtShapeTests
{
    private const string Head = """{"alg":"ES256","typ":"at+jwt","kid":"test-1"}""";
    private static readonly string[] Algorithms = ["ES256", "RS256"];

    [Fact]
    public void Looking_at_a_token_allocates_nothing()
    {
        var token = Token(Head, JsonSerializer.Serialize(new { iss = "i", aud = new[] { "a", "b" }, sub = "s", exp = 1, iat = 1, nbf = 1, scope = "a b", nested = new { a = 1 } }));
        Assert.Null(JwtShape.Check(token, 4096, Algorithms, allowDeveloperAlgorithm: false));

        Assert.Equal(0, Allocations.Of(() => JwtShape.Check(token, 4096, Algorithms, allowDeveloperAlgorithm: false)));
    }

    /// <summary>Who reads claims would find "alice" in a list; who looks for revoked subjects would not.</summary>
    [Theory]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("azp")]
    [InlineData("sid")]
    [InlineData("jti")]
    public void What_tells_whose_a_token_is_is_a_text_or_a_number(string claim)
    {
        foreach (var good in new[] { "\"alice\"", "42", "null" })
        {
            Assert.Null(Check(Head, $$"""{"{{claim}}":{{good}}}"""));
        }

        foreach (var bad in new[] { "[\"alice\"]", "[]", "true", "false", "{}" })
        {
            Assert.Same(JwtRefusal.Malformed, Check(Head, $$"""{"{{claim}}":{{bad}}}"""));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(200)]
    public void A_name_that_is_there_twice_is_found_among_few_and_many_escaped_or_not(int members)
    {
        var names = Enumerable.Range(0, members).Select(number => $"\"member{number}\":{number}").ToArray();
        Assert.Null(Check(Head, $"{{{string.Join(',', names)}}}"));

        foreach (var again in new[] { "\"member0\":0", "\"\\u006dember0\":0", $"\"member{members - 1}\":0", $"\"memb\\u0065r{members - 1}\":0" })
        {
            Assert.Same(JwtRefusal.Malformed, Check(Head, $"{{{string.Join(',', names)},{again}}}"));
            Assert.Same(JwtRefusal.Malformed, Check(Head, $"{{{again},{string.Join(',', names)}}}"));
        }
    }

    [Fact]
    public void Names_in_nested_objects_are_names_of_their_own() =>
        Assert.Null(Check(Head, """{"sub":"a","act":{"sub":"b","act":{"sub":"c"}}}"""));

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'"', 0xC0, 0xAF, (byte)'"', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'"', 0xED, 0xA0, 0x80, (byte)'"', (byte)'}' })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', 0, (byte)'}', 0 })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0 })]
    public void Bytes_that_are_not_UTF8_JSON_are_no_claims(byte[] claims) =>
        Assert.Same(JwtRefusal.Malformed, JwtShape.Check($"{TestTokens.Encode(Head)}.{Base64UrlEncoder.Encode(claims)}.AAAA", 4096, Algorithms, allowDeveloperAlgorithm: false));

    [Fact]
    public void Claims_have_one_spelling_only()
    {
        // Seven bytes are nine letters and a half: of the last letter four bits are left over, and must be zero (RFC 4648 section 3.5).
        var claims = TestTokens.Encode("""{"a":1}""");
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(letter => letter != claims[^1]))
        {
            Assert.Same(JwtRefusal.Malformed, JwtShape.Check($"{TestTokens.Encode(Head)}.{claims[..^1]}{last}.AAAA", 4096, Algorithms, allowDeveloperAlgorithm: false));
        }
    }

    private static JwtRefusal? Check(string header, string claims) => JwtShape.Check(Token(header, claims), 65536, Algorithms, allowDeveloperAlgorithm: false);

    private static string Token(string header, string claims) => $"{TestTokens.Encode(header)}.{Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(claims))}.AAAA";
}
