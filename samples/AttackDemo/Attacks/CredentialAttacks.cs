using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API2:2023, broken authentication: good tokens in the wrong hands or places, and guesses.</summary>
public static class CredentialAttacks
{
    private const string Risk = "API2:2023";
    private static readonly string Order = $"/orders/{Seed.BobsOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        NamedKey("a token whose key's name is a file's (kid)", "../../../../dev/null"),
        NamedKey("a token whose key's name is SQL (kid)", "' UNION SELECT 'attacker' --"),

        new(Risk, "a token in the address (?access_token=)",
            async target => Judge(await target.GetAsync($"{Order}?access_token={target.Issuer.TokenFor(Bob)}")),
            target => target.GetAsync(Order, Bob)),

        new(Risk, "a stolen DPoP token, sent as a bearer token",
            async target =>
            {
                using var owner = new ProofKey();
                return Judge(await target.GetWithTokenAsync(Order, target.Issuer.TokenFor(Bob, boundTo: owner.Thumbprint)));
            },
            ProvedAsync),

        new(Risk, "a stolen DPoP token with a proof of the thief's own",
            async target =>
            {
                using var owner = new ProofKey();
                using var thief = new ProofKey();
                var token = target.Issuer.TokenFor(Bob, boundTo: owner.Thumbprint);
                return Judge(await SendAsync(target, token, thief.Proof(target, Order, token)));
            },
            ProvedAsync),

        new(Risk, "a DPoP proof, used a second time",
            async target =>
            {
                using var owner = new ProofKey();
                var token = target.Issuer.TokenFor(Bob, boundTo: owner.Thumbprint);
                var proof = owner.Proof(target, Order, token);
                var first = await SendAsync(target, token, proof);
                return first.Succeeded ? Judge(await SendAsync(target, token, proof)) : new Finding(Verdict.Unclear, $"the first use: {first}");
            },
            ProvedAsync),

        new(Risk, "brute force: 100 signatures guessed from one address",
            async target =>
            {
                var answer = await target.GetWithTokenAsync(Order, Guess(target));
                for (var guesses = 1; guesses < 100 && answer.Status is 401; guesses++)
                {
                    answer = await target.GetWithTokenAsync(Order, Guess(target));
                }

                return Finding.Of(answer, answer.Says("bob"), "bob's order", 429);
            },
            target => target.GetAsync(Order, Bob))
        { Alone = true },
    ];

    private static Finding Judge(Answer answer) => Finding.Of(answer, answer.Says("bob"), "bob's order", 401);

    private static Task<Answer> SendAsync(Target target, string token, string proof) =>
        target.SendAsync(HttpMethod.Get, Order, (string?)null, null, ("Authorization", $"DPoP {token}"), ("DPoP", proof));

    private static async Task<Answer> ProvedAsync(Target target)
    {
        using var owner = new ProofKey();
        var token = target.Issuer.TokenFor(Bob, boundTo: owner.Thumbprint);
        return await SendAsync(target, token, owner.Proof(target, Order, token));
    }

    private static string Guess(Target target)
    {
        var token = target.Issuer.TokenFor(Bob);
        return token[..(token.LastIndexOf('.') + 1)] + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(64));
    }

    /// <summary>But for the key's name the token is a good one, and with the right name the honest client is let in: it is the name that is refused.</summary>
    private static Attack NamedKey(string name, string keyId) => new(Risk, name,
        async target => Judge(await target.GetWithTokenAsync(Order, Signed(target, keyId))),
        target => target.GetWithTokenAsync(Order, Signed(target, target.Issuer.SigningKey.KeyId)));

    private static string Signed(Target target, string keyId)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = SecurityAlgorithms.EcdsaSha256, kid = keyId, typ = "at+jwt" });
        var text = $"{Base64UrlEncoder.Encode(header)}.{target.Issuer.TokenFor(Bob).Split('.')[1]}";
        return $"{text}.{Base64UrlEncoder.Encode(target.Issuer.SigningKey.ECDsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }
}
