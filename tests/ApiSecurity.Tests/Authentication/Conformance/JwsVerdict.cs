using System.Text;
using System.Text.Json;
using ApiSecurity.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>
/// What the library makes of a signature (JWS) whose payload is no claims, as those of most examples are: the shape of its token, the keys that are chosen for it from
/// a set, and the verification with them. These are the same calls as at a request.
/// </summary>
internal static class JwsVerdict
{
    private const string NoClaims = "e30";

    /// <param name="jws">The signature, in its compact form.</param>
    /// <param name="keys">The JSON of a set of keys (RFC 7517 section 5), as an authorization server publishes it.</param>
    public static bool Accepts(string jws, string keys)
    {
        var parts = jws.Split('.');
        if (parts.Length != 3 || (parts[1].Length > 0 && !Base64UrlText.TryDecode(parts[1], new byte[parts[1].Length], out _)))
        {
            return false;
        }

        var token = $"{parts[0]}.{NoClaims}.{parts[2]}";
        if (JwtShape.Check(token, 64 * 1024, JwtDefaults.Algorithms, allowDeveloperAlgorithm: false) is not null)
        {
            return false;
        }

        var jwt = new JsonWebToken(token);
        var known = new OpenIdConnectConfiguration { JsonWebKeySet = new JsonWebKeySet(keys) };
        foreach (var key in known.JsonWebKeySet.GetSigningKeys())
        {
            known.SigningKeys.Add(key);
        }

        var parameters = new TokenValidationParameters { ValidAlgorithms = JwtDefaults.Algorithms };
        return JwtKeys.Resolve(token, jwt, jwt.Kid, parameters, known).Any(key => Verifies(key, jwt.Alg, $"{parts[0]}.{parts[1]}", parts[2]));
    }

    /// <summary>A set of one key.</summary>
    public static string SetOf(JsonElement key) => $$"""{"keys":[{{key.GetRawText()}}]}""";

    private static bool Verifies(SecurityKey key, string algorithm, string signed, string signature)
    {
        if (!key.CryptoProviderFactory.IsSupportedAlgorithm(algorithm, key))
        {
            return false;
        }

        try
        {
            var provider = key.CryptoProviderFactory.CreateForVerifying(key, algorithm);
            return provider.Verify(Encoding.ASCII.GetBytes(signed), Base64UrlEncoder.DecodeBytes(signature));
        }
        catch (Exception exception) when (exception is not NullReferenceException)
        {
            // The token library tells every failure so, and the handler takes it for one.
            return false;
        }
    }
}
