using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>Makes the proofs that go with tokens of one client (RFC 9449 section 4.2), with a key that is made for this process and leaves it never.</summary>
internal sealed class DPoPProver(TimeProvider time)
{
    private readonly SigningKey _key = SigningKey.CreateP256();

    /// <summary>The last nonce of each server (section 8); servers are those that tokens may be sent to, so they are few.</summary>
    private readonly ConcurrentDictionary<string, string> _nonces = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="method">The request's method.</param>
    /// <param name="address">The request's address.</param>
    /// <param name="token">The token that the proof goes with; none where one is asked for.</param>
    public string Proof(string method, Uri address, string? token) => _key.Sign(
        header =>
        {
            header.WriteString("typ", "dpop+jwt");
            header.WritePropertyName("jwk");
            _key.WritePublicJwk(header);
        },
        claims =>
        {
            claims.WriteString("jti", RandomNumberGenerator.GetHexString(32, lowercase: true));
            claims.WriteString("htm", method);
            claims.WriteString("htu", address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
            claims.WriteNumber("iat", time.GetUtcNow().ToUnixTimeSeconds());
            if (token is not null)
            {
                claims.WriteString("ath", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token))));
            }

            if (_nonces.TryGetValue(OriginOf(address), out var nonce))
            {
                claims.WriteString("nonce", nonce);
            }
        });

    public void Learn(Uri address, string? nonce)
    {
        if (nonce is not null)
        {
            _nonces[OriginOf(address)] = nonce;
        }
    }

    private static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
