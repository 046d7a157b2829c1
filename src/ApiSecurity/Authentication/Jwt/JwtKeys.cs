using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Which keys a token may have been signed with.</summary>
internal static class JwtKeys
{
    private const int MinimumRsaBits = 2048;

    /// <summary>
    /// For <see cref="TokenValidationParameters.IssuerSigningKeyResolverUsingConfiguration"/>: a token that names its key is checked with
    /// the keys of that name, or such as have none; never with all there are, one after the other. A key that says to be for something else is none of them.
    /// </summary>
    public static IEnumerable<SecurityKey> Resolve(
        string token, SecurityToken securityToken, string? keyId, TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        var all = All(parameters, configuration).FindAll(IsLongEnough);
        if (all.Count == 0 && parameters.ConfigurationManager is not null)
        {
            throw new JwtRefusedException(JwtRefusal.Unavailable);
        }

        var uses = KeyUses.Of(configuration);
        var algorithm = (securityToken as JsonWebToken ?? new JsonWebToken(token)).Alg;
        return Named(all, keyId).FindAll(key => uses.Allow(key, algorithm));
    }

    private static List<SecurityKey> Named(List<SecurityKey> keys, string? keyId)
    {
        if (string.IsNullOrEmpty(keyId))
        {
            return keys;
        }

        var named = keys.FindAll(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal));
        return named.Count > 0 ? named : keys.FindAll(key => string.IsNullOrEmpty(key.KeyId));
    }

    /// <summary>RFC 7518 section 3.3: 2048 bits or more; the token library takes 1024.</summary>
    public static bool IsLongEnough(SecurityKey key) =>
        key is not (RsaSecurityKey or X509SecurityKey { PublicKey: System.Security.Cryptography.RSA } or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA })
        || key.KeySize >= MinimumRsaBits;

    public static List<SecurityKey> All(TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        var keys = new List<SecurityKey>();
        if (parameters.IssuerSigningKey is { } single)
        {
            keys.Add(single);
        }

        keys.AddRange(parameters.IssuerSigningKeys ?? []);
        keys.AddRange(configuration?.SigningKeys ?? []);
        return keys;
    }

    /// <summary>Whether the keys of <c>dotnet user-jwts</c> are among them: shared secrets, good enough for a developer's own machine.</summary>
    public static bool HasDeveloperKeys(TokenValidationParameters parameters) =>
        (parameters.ValidIssuer == JwtDefaults.DeveloperIssuer || (parameters.ValidIssuers?.Contains(JwtDefaults.DeveloperIssuer, StringComparer.Ordinal) ?? false))
        && All(parameters, configuration: null).Exists(key => key is SymmetricSecurityKey);

    /// <summary>For <see cref="TokenValidationParameters.AlgorithmValidator"/>, in whose place it stands where there are developer keys or keys to decrypt with.</summary>
    public static bool IsAlgorithmValid(string algorithm, SecurityKey key, SecurityToken token, TokenValidationParameters parameters, bool allowDeveloperTokens) =>
        allowDeveloperTokens && IsDeveloperToken(token) && algorithm == JwtDefaults.DeveloperAlgorithm
            ? key is SymmetricSecurityKey
            : key is not SymmetricSecurityKey && (parameters.ValidAlgorithms?.Contains(algorithm, StringComparer.Ordinal) ?? false);

    /// <summary>For <see cref="TokenValidationParameters.TypeValidator"/> where there are developer keys.</summary>
    public static string ValidateType(string? type, SecurityToken token, TokenValidationParameters parameters)
    {
        if (type is not null
            && ((parameters.ValidTypes?.Contains(type, StringComparer.Ordinal) ?? false) || (IsDeveloperToken(token) && type == JwtDefaults.DeveloperTokenType)))
        {
            return type;
        }

        throw new JwtRefusedException(JwtRefusal.Type);
    }

    /// <summary>By what the token says: only the developer's key may say so, and it may say nothing else.</summary>
    private static bool IsDeveloperToken(SecurityToken token) =>
        token is JsonWebToken jwt && jwt.Alg == JwtDefaults.DeveloperAlgorithm && jwt.Issuer == JwtDefaults.DeveloperIssuer;
}
