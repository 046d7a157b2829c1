using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests;

/// <summary>
/// Makes access tokens as an authorization server would (RFC 9068), and as attackers would: header, payload and signature are put together
/// by hand, so that everything can be wrong with them.
/// </summary>
/// <param name="time">The clock that <c>iat</c> and <c>exp</c> are taken from.</param>
public sealed class TestTokens(TimeProvider time)
{
    public const string Issuer = "https://id.example.com";
    public const string Audience = "shop";
    public const string KeyId = "test-1";

    /// <summary>The authorization server's key, ES256.</summary>
    public static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static SecurityKey PublicKey { get; } = new ECDsaSecurityKey(ECDsa.Create(Key.ExportParameters(includePrivateParameters: false))) { KeyId = KeyId };

    /// <summary>Has the scheme <c>Bearer</c> trust the tokens made here, without an authorization server to ask for keys.</summary>
    public static void Trust(IServiceCollection services) => services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
    {
        options.TokenValidationParameters.IssuerSigningKey = PublicKey;
        options.TokenValidationParameters.ValidIssuer = Issuer;
        options.TokenValidationParameters.ValidAudience = Audience;
    });

    /// <summary>A good token.</summary>
    /// <param name="subject">Who it is for.</param>
    /// <param name="change">Changes the payload.</param>
    /// <param name="header">Changes the header.</param>
    public string Mint(string subject = "alice", Action<Dictionary<string, object?>>? change = null, Action<Dictionary<string, object?>>? header = null)
    {
        var payload = Payload(subject);
        change?.Invoke(payload);
        var head = Header();
        header?.Invoke(head);
        return Sign(JsonSerializer.Serialize(head), JsonSerializer.Serialize(payload));
    }

    /// <summary>A good token of a tenant, with permissions.</summary>
    public string MintFor(string subject, string tenant, params string[] permissions) => Mint(subject, payload =>
    {
        payload["tenant"] = tenant;
        payload["permissions"] = permissions;
    });

    public static Dictionary<string, object?> Header() => new() { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = KeyId };

    public Dictionary<string, object?> Payload(string subject = "alice")
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new()
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = subject,
            ["client_id"] = "shop-web",
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now,
            ["exp"] = now + 300,
        };
    }

    /// <summary>Signs any two texts with the server's key (or another) and ES256, whatever the header says.</summary>
    public static string Sign(string header, string payload, ECDsa? key = null)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode((key ?? Key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Signs with a shared secret and HS256: what an attacker does who has the public key only.</summary>
    public static string SignWithSecret(string header, string payload, byte[] secret)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encode(string text) => Base64UrlEncoder.Encode(text);
}
