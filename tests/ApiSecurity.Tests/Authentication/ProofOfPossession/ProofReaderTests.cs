using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ApiSecurity.Authentication;
using FsCheck.Xunit;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication.Possession;

public sealed class ProofReaderTests
{
    private const string Url = "https://resource.example.org/protectedresource";

    /// <summary>RFC 9449 section 7.1, the example request.</summary>
    private const string Example =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpm"
        + "X09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNv"
        + "dXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35"
        + "yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";

    private readonly ProofMaker _client = new(TimeProvider.System);

    [Fact]
    public void The_example_of_the_RFC_is_read()
    {
        Assert.Equal(ProofFault.None, Read(Example, out var proof));
        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", Base64UrlEncoder.Encode(proof!.KeyThumbprint));
        Assert.Equal(("e1j3V_bKic8-LAEB", "GET", Url, 1562262618d), (proof.Id, proof.Method, proof.Target, proof.IssuedAt));
        Assert.Equal(ProofMaker.HashOf("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"), proof.TokenHash);
    }

    [Fact]
    public void Every_character_of_the_example_counts()
    {
        for (var index = 0; index < Example.Length; index++)
        {
            var changed = Example.ToCharArray();
            changed[index] = changed[index] == 'A' ? 'B' : 'A';
            Assert.NotEqual(ProofFault.None, Read(new string(changed), out _));
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("es256")]
    [InlineData("ES256K")]
    [InlineData("EdDSA")]
    public void Algorithms_that_are_not_listed_are_refused(string algorithm) =>
        Assert.Equal(ProofFault.Algorithm, Read(_client.Proof("GET", Url, null, header: header => header["alg"] = algorithm)));

    [Theory]
    [InlineData("d")]
    [InlineData("k")]
    [InlineData("p")]
    [InlineData("oth")]
    public void A_key_with_what_is_secret_is_refused(string member) => Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk[member] = "AAAA")));

    [Fact]
    public void A_key_that_is_none_is_refused()
    {
        Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk["kty"] = "oct")));
        Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk.Remove("x"))));
        Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk["crv"] = "P-384")));
        Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk["x"] = jwk["y"])));
        Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk["x"] = "AA" + jwk["x"])));
        Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk["x"] = jwk["x"] + "=")));
        Assert.Equal(ProofFault.Key, Read(WithKey(jwk => jwk["x"] = new string('A', 4000))));
        Assert.Equal(ProofFault.Malformed, Read(WithKey(jwk => jwk["x"] = 1)));
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, header: header => header.Remove("jwk"))));
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, header: header => header["jwk"] = "text")));
    }

    [Theory]
    [InlineData(1024, "AQAB", "Key")]
    [InlineData(2048, "AQAB", "None")]
    [InlineData(2048, "AQ", "Key")]
    [InlineData(2048, "AQAC", "Key")]
    [InlineData(2048, "AAEAAQ", "Key")]
    [InlineData(2048, "AQAAAAAB", "Key")]
    public void An_RSA_key_must_be_sound(int bits, string exponent, string expected)
    {
        using var key = RSA.Create(bits);
        var modulus = Base64UrlEncoder.Encode(key.ExportParameters(false).Modulus);
        var header = JsonSerializer.Serialize(new { typ = "dpop+jwt", alg = "PS256", jwk = new { kty = "RSA", n = modulus, e = exponent } });
        var signed = $"{TestTokens.Encode(header)}.{TestTokens.Encode(JsonSerializer.Serialize(_client.Claims("GET", Url, null)))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.Equal(expected, Read($"{signed}.{Base64UrlEncoder.Encode(signature)}").ToString());
    }

    [Fact]
    public void A_signature_of_another_key_or_another_form_is_refused()
    {
        var other = new ProofMaker(TimeProvider.System);
        Assert.Equal(ProofFault.Signature, Read(other.Proof("GET", Url, null, header: header => header["jwk"] = _client.Jwk())));
        var proof = _client.Proof("GET", Url, null);
        var signed = proof[..proof.LastIndexOf('.')];
        Assert.Equal(ProofFault.Signature, Read(signed + "."));
        Assert.Equal(ProofFault.Signature, Read($"{signed}.{Base64UrlEncoder.Encode(new byte[64])}"));
        var der = _client.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.Equal(ProofFault.Signature, Read($"{signed}.{Base64UrlEncoder.Encode(der)}"));
    }

    [Theory]
    [InlineData("typ", "JWT")]
    [InlineData("typ", "at+jwt")]
    [InlineData("crit", "exp")]
    [InlineData("b64", false)]
    [InlineData("alg", 1)]
    public void A_header_of_another_kind_is_malformed(string member, object value) =>
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, header: header => header[member] = value)));

    [Theory]
    [InlineData("jti")]
    [InlineData("htm")]
    [InlineData("htu")]
    [InlineData("iat")]
    public void A_claim_that_is_missing_or_no_text_is_malformed(string claim)
    {
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, claims => claims.Remove(claim))));
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, claims => claims[claim] = null)));
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, claims => claims[claim] = new[] { "x" })));
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, claims => claims[claim] = claim == "iat" ? "1" : string.Empty)));
    }

    [Theory]
    [InlineData("\"jti\":\"a\",\"jti\":\"b\"")]
    [InlineData("\"jti\":\"a\",\"\\u006ati\":\"b\"")]
    [InlineData("\"jti\":\"\\ud800\"")]
    [InlineData("\"iat\":1e999")]
    [InlineData("\"iat\":-1")]
    [InlineData("\"iat\":99999999999999999999")]
    [InlineData("\"x\":[[[[[[[[[[[[1]]]]]]]]]]]]")]
    public void What_is_there_twice_or_out_of_range_is_malformed(string members)
    {
        var text = $$"""{"htm":"GET","htu":"{{Url}}",{{members}}{{(members.Contains("jti", StringComparison.Ordinal) ? "" : ",\"jti\":\"a\"")}}{{(members.Contains("iat", StringComparison.Ordinal) ? "" : ",\"iat\":1")}}}""";
        Assert.Equal(ProofFault.Malformed, Read(_client.Sign(JsonSerializer.Serialize(_client.Header()), text)));
    }

    [Fact]
    public void A_proof_that_is_too_long_or_has_more_or_fewer_parts_is_malformed()
    {
        var proof = _client.Proof("GET", Url, null);
        Assert.Equal(ProofFault.Malformed, Read(string.Empty));
        Assert.Equal(ProofFault.Malformed, Read($"{proof}.x"));
        Assert.Equal(ProofFault.Malformed, Read(proof[..proof.LastIndexOf('.')]));
        Assert.Equal(ProofFault.Malformed, Read($"{proof}, {proof}"));
        Assert.Equal(ProofFault.Malformed, Read(_client.Proof("GET", Url, null, claims => claims["x"] = new string('x', 100_000))));
        Assert.Equal(ProofFault.Malformed, Read(new string('.', 8000)));
    }

    [Property(MaxTest = 500)]
    public void Any_text_is_read_without_an_exception(string text) => Assert.NotEqual(ProofFault.None, Read(text ?? string.Empty));

    [Property(MaxTest = 300)]
    public void Any_bytes_as_header_and_claims_are_read_without_an_exception(byte[] header, byte[] claims) =>
        Assert.NotEqual(ProofFault.None, Read($"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(claims)}.AAAA"));

    [Property(MaxTest = 300)]
    public void Any_change_of_signed_JSON_is_read_without_an_exception(int place, char put)
    {
        var claims = JsonSerializer.Serialize(_client.Claims("GET", Url, "token"));
        var header = JsonSerializer.Serialize(_client.Header());
        var at = (int)((uint)place % (uint)header.Length);
        Read(_client.Sign(header[..at] + put + header[(at + 1)..], claims));
        at = (int)((uint)place % (uint)claims.Length);
        Read(_client.Sign(header, claims[..at] + put + claims[(at + 1)..]));
    }

    private string WithKey(Action<Dictionary<string, object?>> change) => _client.Proof("GET", Url, null, header: header =>
    {
        var jwk = _client.Jwk();
        change(jwk);
        header["jwk"] = jwk;
    });

    private static ProofFault Read(string text) => Read(text, out _);

    private static ProofFault Read(string text, out Proof? proof) => ProofReader.Read(text, 8192, JwtDefaults.Algorithms, out proof);
}
