using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Tokens that are encrypted for this API, with a signed token inside (RFC 7519 section 3, nested JWT).</summary>
internal static class JwtDecryption
{
    /// <summary>Not <c>RSA1_5</c> (RFC 8725 section 3.2), nor what anybody could make: <c>dir</c> and key wrapping by a shared secret, passwords (<c>PBES2</c>).</summary>
    private static readonly FrozenSet<string> KeyAlgorithms = FrozenSet.Create(
        StringComparer.Ordinal, "RSA-OAEP", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW");

    /// <summary>Not GCM: the token library decrypts it on Windows alone.</summary>
    private static readonly FrozenSet<string> ContentAlgorithms = FrozenSet.Create(StringComparer.Ordinal, "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512");

    public static bool HasKeys(TokenValidationParameters parameters) =>
        parameters.TokenDecryptionKey is not null || parameters.TokenDecryptionKeyResolver is not null || (parameters.TokenDecryptionKeys?.Any() ?? false);

    public static bool IsEncrypted(string token) => token.AsSpan().Count('.') == 4;

    public static JwtRefusal? Check(string token, int maximumLength) =>
        token.Length > maximumLength ? JwtRefusal.TooLarge
        : JwtShape.CheckEncrypted(token, KeyAlgorithms, ContentAlgorithms);

    /// <summary>The token library holds the algorithm of the content against the same list as those of signatures, where it does not stand.</summary>
    public static bool IsContentAlgorithm(string algorithm, SecurityToken token) =>
        token is JsonWebToken { IsEncrypted: true } jwt && jwt.Enc == algorithm && ContentAlgorithms.Contains(algorithm);

    public static IEnumerable<SecurityKey> KeysOf(JwtOptions options) => options.DecryptionKeyFiles.Select(Read);

    /// <exception cref="Exception">The file is not there, or holds no private key.</exception>
    public static SecurityKey Read(string file)
    {
        var pem = File.ReadAllText(file);
        try
        {
            var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return new ECDsaSecurityKey(ec);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa);
        }
    }
}
