using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrdersApi.Development;

/// <summary>
/// Stands for the identity provider that a real system has: a key that lives as long as the process, and tokens for the people in
/// <see cref="Person"/>. Only in Development; elsewhere the API trusts what <c>ApiSecurity:Jwt</c> names.
/// </summary>
public sealed class DevelopmentIssuer : IDisposable
{
    public const string Issuer = "https://login.shop.example";
    public const string Audience = "orders-api";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly TimeProvider _time;

    public DevelopmentIssuer(TimeProvider time)
    {
        _time = time;
        SigningKey = new ECDsaSecurityKey(_key) { KeyId = "development" };
    }

    public ECDsaSecurityKey SigningKey { get; }

    /// <summary>The public key, as an identity provider publishes it.</summary>
    public JsonWebKey PublicKey
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return new JsonWebKey
            {
                Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
                Crv = JsonWebKeyECTypes.P256,
                X = Base64UrlEncoder.Encode(point.X),
                Y = Base64UrlEncoder.Encode(point.Y),
                Kid = SigningKey.KeyId,
                Alg = SecurityAlgorithms.EcdsaSha256,
                Use = JsonWebKeyUseNames.Sig,
            };
        }
    }

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    public string TokenFor(Person person, string? audience = Audience, string issuer = Issuer, string type = "at+jwt", TimeSpan? expiresIn = null, string? boundTo = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        var now = _time.GetUtcNow();
        var expires = now + (expiresIn ?? TimeSpan.FromHours(8));
        var issued = expires < now ? expires.AddHours(-1) : now;
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = person.Subject,
            [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
            ["tenant"] = person.Tenant,
            ["permissions"] = person.Permissions,
        };
        if (boundTo is not null)
        {
            claims["cnf"] = new Dictionary<string, object> { ["jkt"] = boundTo };       // RFC 9449 section 6.1
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = issuer,
            Audience = audience,
            IssuedAt = issued.UtcDateTime,
            NotBefore = issued.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(SigningKey, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>Has an API accept these tokens, as <c>ApiSecurity:Jwt:Authority</c> does with a real identity provider.</summary>
    public static void AddTo(IServiceCollection services) => services
        .AddSingleton<DevelopmentIssuer>()
        .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
        .Configure<DevelopmentIssuer>((jwt, issuer) =>
        {
            jwt.TokenValidationParameters.ValidIssuer = Issuer;
            jwt.TokenValidationParameters.IssuerSigningKey = issuer.PublicKey;
        });

    public void Dispose() => _key.Dispose();
}
