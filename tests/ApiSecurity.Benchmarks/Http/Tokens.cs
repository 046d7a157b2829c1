using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Benchmarks.Http;

/// <summary>An ES256 key and tokens signed with it. The private key is made anew for each run and handed to the children by environment.</summary>
internal static class Tokens
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "orders-api";

    public const string Tenant = "t1";

    private const string Variable = "APISECURITY_BENCHMARK_KEY";

    /// <summary>The key of this run; the first process makes it.</summary>
    public static ECDsaSecurityKey Key { get; } = LoadOrCreate();

    public static string Subject(int number) => string.Create(CultureInfo.InvariantCulture, $"3f1d9a52-7c1e-4d0b-8a57-2f9f{number:x8}");

    /// <param name="number">Makes it another caller's; 0 for the one of most rows.</param>
    /// <param name="credentials">The key to sign with; that of this run if left out.</param>
    public static string Create(int number = 0, SigningCredentials? credentials = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
            TokenType = "at+jwt",
            SigningCredentials = credentials ?? new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
            Subject = new ClaimsIdentity(
            [
                new Claim("sub", Subject(number)),
                new Claim("tenant", Tenant),
                new Claim("client_id", "orders-web"),
                new Claim("jti", "b7b1f2c0-6a0f-4f0e-9a3e-0f6f3f1c2d3e"),
                new Claim("scope", "orders.read orders.write"),
            ]),
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    private static ECDsaSecurityKey LoadOrCreate()
    {
        var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (Environment.GetEnvironmentVariable(Variable) is { } pem)
        {
            ecdsa.ImportFromPem(pem);
        }
        else
        {
            Environment.SetEnvironmentVariable(Variable, ecdsa.ExportPkcs8PrivateKeyPem());
        }

        return new ECDsaSecurityKey(ecdsa) { KeyId = "benchmark" };
    }
}
