using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API2:2023, broken authentication: no token, or one that nobody trustworthy gave.</summary>
public static class TokenAttacks
{
    private const string Risk = "API2:2023";
    private static readonly string Order = $"/orders/{Seed.BobsOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "call without a token",
            async target =>
            {
                var answer = await target.GetAsync($"/customers/{Seed.BobsAccount}");
                return Finding.Of(answer, answer.Says("bob@"), "bob's account", 401);
            },
            target => target.GetAsync("/customers/me", Bob)),

        Forged("a token with alg none", target => Unsigned("none", target) + "."),
        Forged("a token with alg nOnE", target => Unsigned("nOnE", target) + "."),
        Forged("a token signed with the attacker's own key", target => Signed(target, null)),
        Forged("a token that brings the key to trust (jwk header)", target => Signed(target, Jwk)),
        Forged("HS256 with the public key as the secret", PublicKeyAsSecret),
        Forged("a real token with another subject written into it", Rewritten),
        Forged("an expired token", target => target.Issuer.TokenFor(Bob, expiresIn: TimeSpan.FromHours(-1))),
        Forged("a token for another API (audience)", target => target.Issuer.TokenFor(Bob, audience: "billing-api")),
        Forged("a token without an audience", target => target.Issuer.TokenFor(Bob, audience: null)),
        Forged("an ID token in place of an access token (typ)", target => target.Issuer.TokenFor(Bob, type: "JWT")),
        Forged("a token of another issuer", target => target.Issuer.TokenFor(Bob, issuer: "https://login.evil.example")),
    ];

    private static Attack Forged(string name, Func<Target, string> token) => new(Risk, name,
        async target =>
        {
            var answer = await target.GetWithTokenAsync(Order, token(target));
            return Finding.Of(answer, answer.Says("bob"), "bob's order", 401);
        },
        target => target.GetAsync(Order, Bob));

    private static string Unsigned(string algorithm, Target target) => $"{Header(algorithm)}.{Claims(target)}";

    private static string Signed(Target target, Func<ECDsa, object>? jwk)
    {
        using var attackersKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = $"{Header(SecurityAlgorithms.EcdsaSha256, jwk?.Invoke(attackersKey))}.{Claims(target)}";
        return $"{text}.{Base64UrlEncoder.Encode(attackersKey.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string PublicKeyAsSecret(Target target)
    {
        var text = Unsigned(SecurityAlgorithms.HmacSha256, target);
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.ASCII.GetBytes(target.Issuer.PublicKeyPem), Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Rewritten(Target target)
    {
        var parts = target.Issuer.TokenFor(Alice).Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("\"alice\"", "\"bob\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    private static string Header(string algorithm, object? jwk = null) => Encode(jwk is null
        ? new { alg = algorithm, kid = "development", typ = "at+jwt" }
        : new { alg = algorithm, kid = "attacker", typ = "at+jwt", jwk });

    /// <summary>The claims of a token that bob could have.</summary>
    private static string Claims(Target target) => target.Issuer.TokenFor(Bob).Split('.')[1];

    private static object Jwk(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
    }

    private static string Encode(object value) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(value));
}
