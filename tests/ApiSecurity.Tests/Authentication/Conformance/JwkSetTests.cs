using System.Text.Json;

namespace ApiSecurity.Tests.Authentication;

/// <summary>RFC 7517 section 5: what is not understood in a set of keys is left out; it takes nobody's good key away, and opens nothing.</summary>
public sealed class JwkSetTests
{
    private const string X = "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY";
    private const string Y = "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw";
    private const string N = "kqGboBfAWttWPCA-0cGRgsY6SaYoIARt0B_PkaEcIq9HPYNdu9n6UuWHuuTHrjF_ZoQW97r5HaAorNvrMEGTGdxCHZdEtkHvNVVmrtxTBLiQCbCozXhFoIrVcr3qUBrdGnNn_M3jJi7Wg7p_-x62nS5gNG875oyheRkutHsQXikFZwsN3q_TsPNOVlCiHy8mxzaFTUQGm-X8UYexFyAivlDSjgDJLAZSWfxd7k9Gxuwa3AUfQqQcVcegmgKGCaErQ3qQbh1x7WB6iopE3_-GZ8HMAVtR9AmrVscqYsnjhaCehfAI0iKKs8zXr8tISc0ORbaalrkk03H1ZrsEnDKEWQ";

    public static TheoryData<string> Odd => new()
    {
        """{"kty":"OKP","crv":"Ed25519","kid":"odd","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","use":"sig","alg":"EdDSA"}""",
        """{"kty":"AKP","alg":"ML-DSA-44","kid":"odd","pub":"AAAA"}""",
        """{"kty":"new","kid":"odd","use":"sig"}""",
        """{"kid":"odd","use":"sig"}""",
        """{}""",
        """{"kty":"EC","crv":"P-256","kid":"odd"}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"odd","x":"{{X}}"}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"odd","x":"{{X}}","y":"{{X}}"}""",
        $$"""{"kty":"EC","crv":"P-384","kid":"odd","x":"{{X}}","y":"{{Y}}"}""",
        $$"""{"kty":"EC","crv":"secp256k1","kid":"odd","x":"{{X}}","y":"{{Y}}"}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"odd","x":"","y":""}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"odd","x":"!!!","y":"{{Y}}"}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"odd","alg":"ES521","x":"{{X}}","y":"{{Y}}"}""",
        $$"""{"kty":"RSA","kid":"odd","x":"{{X}}","y":"{{Y}}"}""",
        $$"""{"kty":"RSA","kid":"odd","n":"{{N}}"}""",
        $$"""{"kty":"RSA","kid":"odd","n":"{{N}}","e":"AQ"}""",
        $$"""{"kty":"RSA","kid":"odd","n":"{{N}}","e":""}""",
        """{"kty":"RSA","kid":"odd","n":"","e":"AQAB"}""",
        """{"kty":"RSA","kid":"odd","n":"AA","e":"AQAB"}""",
        $$"""{"kty":"RSA","kid":"odd","n":"{{N}}","e":"AQAB","use":"enc"}""",
        """{"kty":"RSA","kid":"odd","x5c":["AAAA"]}""",
        """{"kty":"RSA","kid":"odd","x5c":["not base64!"],"use":"sig"}""",
        """{"kty":"RSA","kid":"odd","x5c":[],"use":"sig"}""",
        """{"kty":"oct","kid":"odd","k":"AAAA"}""",
        """{"kty":"oct","kid":"test-1","k":"AAAA"}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"test-1","x":"{{X}}","y":"{{Y}}"}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"","x":"{{X}}","y":"{{Y}}"}""",
        $$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","key_ops":[]}""",
        $$"""{"kty":"EC","crv":"P-256","kid":"odd","x":"{{X}}","y":"{{Y}}","key_ops":["sign","verify","verify"],"more":[[1]]}""",
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task A_key_that_can_not_be_used_takes_no_good_one_away(string odd)
    {
        foreach (var isFirst in (bool[])[true, false])
        {
            var good = JsonSerializer.Serialize(AuthorizationServer.PublicJwk(TestTokens.Key, TestTokens.KeyId));
            var keys = $$"""{"keys":[{{(isFirst ? $"{odd},{good}" : $"{good},{odd}")}}]}""";
            using var server = new AuthorizationServer { Answer = path => AuthorizationServer.Json(path == "/jwks" ? keys : AuthorizationServer.Metadata()) };
            await using var app = await server.StartAppAsync();

            using var accepted = await app.GetAsync("/me", app.Tokens().Mint());
            Assert.True(accepted.IsSuccessStatusCode, $"{(int)accepted.StatusCode} beside {odd}");
            using var refused = await app.GetAsync("/me", app.Tokens().Mint(header: header => header["kid"] = "odd"));
            Assert.Equal(401, (int)refused.StatusCode);
            using var forged = await app.GetAsync("/me", TestTokens.SignWithSecret("""{"alg":"HS256","typ":"at+jwt","kid":"odd"}""", JsonSerializer.Serialize(app.Tokens().Payload()), [0, 0, 0]));
            Assert.Equal(401, (int)forged.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[1]}""")]
    [InlineData("""{"keys":[null]}""")]
    [InlineData("""{"keys":[[]]}""")]
    [InlineData("""{"keys":[{"kty":1}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":["P-256"]}]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"test-1","k":"AAAA"}]}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("<html></html>")]
    public async Task A_set_without_a_key_that_could_be_used_is_as_if_the_server_were_away(string keys)
    {
        using var server = new AuthorizationServer { Answer = path => AuthorizationServer.Json(path == "/jwks" ? keys : AuthorizationServer.Metadata()) };
        await using var app = await server.StartAppAsync();

        using var response = await app.GetAsync("/me", app.Tokens().Mint());

        Assert.True((int)response.StatusCode is 503 or 401, $"{(int)response.StatusCode}");
    }
}
