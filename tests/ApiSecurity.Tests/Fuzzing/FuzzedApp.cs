using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Authentication;
using ApiSecurity.Tests.Authentication;
using ApiSecurity.Tests.Authentication.Possession;
using ApiSecurity.Tests.Authentication.Signatures;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Fuzzing;

/// <summary>An application on a real socket that accepts credentials of every kind, and what an attacker has: good tokens without their keys, good forms with another key.</summary>
internal static class FuzzedApp
{
    private static readonly ECDsa AttackersKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly X509Certificate2 AttackersCertificate = new CertificateRequest("CN=attacker", AttackersKey, HashAlgorithmName.SHA256)
        .CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));

    public static Task<TestApp> StartAsync() => SignatureApp.StartAsync(
        new(IntrospectingServer.With(null))
        {
            ["Lockout:DisabledReason"] = "the test sends many credentials that are refused",
            ["Transport:TrustedProxies:0"] = "127.0.0.1",
            ["ProofOfPossession:CertificateFromProxy"] = "true",
            ["ApiKeys:Keys:partner01:Hash"] = GeneratedApiKey.Generate("partner01").Hash,
            ["ApiKeys:Keys:partner01:Owner"] = "partner",
        },
        builder =>
        {
            builder.Services.AddApiSecurity().AddJwt().AddIntrospection().AddApiKeys();
            TestTokens.Trust(builder.Services);
            builder.Services.AddHttpClient("ApiSecurity.Introspection:main").ConfigurePrimaryHttpMessageHandler(() => new IntrospectingServer { Know = _ => new { active = false } });
        },
        app =>
        {
            SignatureApp.Map(app);
            app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => $"{caller.Subject}");
        },
        kestrel: true);

    /// <summary>The headers of a request that must not be let in, and is not by a hair only; the one of this name is the one to change.</summary>
    public static (string Name, string Value)[] HeadersFor(string header, TestApp app)
    {
        var authority = app.Address.Authority;
        switch (header)
        {
            case "Authorization":
                return [("Authorization", "Bearer " + TestTokens.Sign("""{"alg":"ES256","typ":"at+jwt","kid":"test-1"}""", System.Text.Json.JsonSerializer.Serialize(app.Tokens().Payload()), AttackersKey))];
            case "DPoP":
                var owner = new ProofMaker(app.Time);
                var token = app.Tokens().Mint("alice", claims => claims["cnf"] = new { jkt = owner.Thumbprint });
                return [("DPoP", new ProofMaker(app.Time).Proof("GET", $"http://{authority}/me", token)), ("Authorization", $"DPoP {token}")];
            case "Client-Cert":
                return
                [
                    ("Client-Cert", $":{Convert.ToBase64String(AttackersCertificate.RawData)}:"),
                    ("Authorization", "Bearer " + app.Tokens().Mint("alice", claims => claims["cnf"] = new Dictionary<string, string> { ["x5t#S256"] = Base64UrlEncoder.Encode(SHA256.HashData([1, 2, 3])) })),
                ];
            case "Signature-Input" or "Signature":
                var call = SignedCall.Get(app.Time, "/me");
                (call.Authority, call.Sign) = (authority, signed => AttackersKey.SignData(signed, HashAlgorithmName.SHA256));
                var (input, signature) = call.Fields();
                return header == "Signature" ? [("Signature", signature), ("Signature-Input", input)] : [("Signature-Input", input), ("Signature", signature)];
            case "X-Api-Key":
                return [("X-Api-Key", GeneratedApiKey.Generate("partner01").Text)];
            case "Forwarded":
                return [("Forwarded", "for=203.0.113.9;proto=http;host=api.example.com, for=\"[2001:db8::1]:4711\";by=127.0.0.1")];
            case "X-Forwarded-Proto":
                return [(header, "https, http")];
            case "X-Forwarded-Host":
                return [(header, "api.example.com:8443, api.example.com")];
            default:
                return [(header, "203.0.113.9, [2001:db8::1]:4711, 127.0.0.1"), ("X-Forwarded-Proto", "http")];
        }
    }
}
