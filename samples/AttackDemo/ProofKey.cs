using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace AttackDemo;

/// <summary>A client's key for DPoP (RFC 9449): makes proofs, each for one request.</summary>
public sealed class ProofKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What a token that is bound to this key holds as <c>cnf.jkt</c> (RFC 7638).</summary>
    public string Thumbprint => Hash($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""");

    private string X => Base64UrlEncoder.Encode(_key.ExportParameters(includePrivateParameters: false).Q.X);

    private string Y => Base64UrlEncoder.Encode(_key.ExportParameters(includePrivateParameters: false).Q.Y);

    /// <summary>A proof for a GET of a path with a token.</summary>
    public string Proof(Target target, string path, string token)
    {
        ArgumentNullException.ThrowIfNull(target);
        var header = Encode(new { typ = "dpop+jwt", alg = "ES256", jwk = new { kty = "EC", crv = "P-256", x = X, y = Y } });
        var claims = Encode(new
        {
            jti = Guid.NewGuid().ToString("N"),
            htm = "GET",
            htu = new Uri(target.Address, path).AbsoluteUri,
            iat = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ath = Hash(token),
        });
        return $"{header}.{claims}.{Base64UrlEncoder.Encode(_key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => _key.Dispose();

    private static string Hash(string text) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private static string Encode(object value) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(value));
}
