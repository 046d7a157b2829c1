using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>
/// Has the token library agree on keys with a token's own <c>epk</c> (RFC 7518 section 4.6.1.1). By itself it takes the other side's key from its parameters, unless a switch of the whole
/// process is set. It makes a copy of the parameters for each token, where the token's key is put.
/// </summary>
internal sealed class KeyAgreement(TokenValidationParameters shared)
{
    /// <summary>Whether there are keys to agree with, and the application does not choose keys itself.</summary>
    public static bool IsNeeded(TokenValidationParameters parameters) =>
        parameters.TokenDecryptionKeyResolver is null && KeysOf(parameters).Any(key => key is ECDsaSecurityKey);

    /// <summary>For <see cref="TokenValidationParameters.TokenDecryptionKeyResolver"/>.</summary>
    public IEnumerable<SecurityKey> Resolve(string token, SecurityToken securityToken, string? keyId, TokenValidationParameters parameters)
    {
        var keys = KeysOf(shared).ToList();
        // Never in what others read at the same time.
        if (!ReferenceEquals(parameters, shared) && securityToken is JsonWebToken jwt && jwt.Alg.StartsWith("ECDH-ES", StringComparison.Ordinal))
        {
            parameters.TokenDecryptionKey = KeyOf(jwt);
        }

        var named = keys.FindAll(key => !string.IsNullOrEmpty(keyId) && string.Equals(key.KeyId, keyId, StringComparison.Ordinal));
        return named.Count > 0 ? named : keys;
    }

    private static IEnumerable<SecurityKey> KeysOf(TokenValidationParameters parameters) =>
        parameters.TokenDecryptionKey is { } single ? (parameters.TokenDecryptionKeys ?? []).Prepend(single) : parameters.TokenDecryptionKeys ?? [];

    /// <returns>The other side's public key; <see langword="null"/> if the token has none that can be used.</returns>
    private static ECDsaSecurityKey? KeyOf(JsonWebToken token)
    {
        if (!token.TryGetHeaderValue<JsonElement>("epk", out var member) || member.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(TextOf(member, "x")), Y = Base64UrlEncoder.DecodeBytes(TextOf(member, "y")) };
            return CurveOf(TextOf(member, "crv")) is { } curve ? new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = curve, Q = point })) : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            // A point that is on no curve.
            return null;
        }
    }

    private static ECCurve? CurveOf(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    private static string TextOf(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException();
}
