using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication.Possession;

/// <summary>A client with a key: makes proofs as RFC 9449 says, and as attackers would.</summary>
internal sealed class ProofMaker(TimeProvider time)
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa Key => _key;

    public string Thumbprint
    {
        get
        {
            var (x, y) = Point();
            return Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        }
    }

    public Dictionary<string, object?> Jwk()
    {
        var (x, y) = Point();
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = x, ["y"] = y };
    }

    public Dictionary<string, object?> Header() => new() { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = Jwk() };

    public Dictionary<string, object?> Claims(string method, string url, string? token)
    {
        var claims = new Dictionary<string, object?>
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["htm"] = method,
            ["htu"] = url,
            ["iat"] = time.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (token is not null)
        {
            claims["ath"] = HashOf(token);
        }

        return claims;
    }

    public string Proof(
        string method, string url, string? token, Action<Dictionary<string, object?>>? change = null, Action<Dictionary<string, object?>>? header = null)
    {
        var claims = Claims(method, url, token);
        change?.Invoke(claims);
        var head = Header();
        header?.Invoke(head);
        return Sign(JsonSerializer.Serialize(head), JsonSerializer.Serialize(claims));
    }

    public string Sign(string header, string payload) => TestTokens.Sign(header, payload, _key);

    public static string HashOf(string token) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private (string X, string Y) Point()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return (Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
    }
}
