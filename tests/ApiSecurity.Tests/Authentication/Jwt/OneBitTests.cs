using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Whoever changes one bit of a token has no token, whether the good one is known already or not.</summary>
public sealed class OneBitTests
{
    private static readonly RSA RsaKey = RSA.Create(2048);

    [Theory]
    [InlineData("ES256", true)]
    [InlineData("ES256", false)]
    [InlineData("RS256", true)]
    [InlineData("RS256", false)]
    [InlineData("PS256", true)]
    [InlineData("PS256", false)]
    public async Task Every_bit_of_header_claims_and_signature_counts(string algorithm, bool isKnown)
    {
        await using var app = await StartAsync(isKnown);
        var token = Mint(app, algorithm);
        await AssertAsync(app, token, 200);
        await AssertAsync(app, token, 200);
        var parts = Array.ConvertAll(token.Split('.'), Base64UrlEncoder.DecodeBytes);
        for (var part = 0; part < parts.Length; part++)
        {
            // Of the signature every seventh: so each bit of a byte has its turn, and the signatures of RSA are long.
            for (var bit = 0; bit < parts[part].Length * 8; bit += part == 2 ? 7 : 1)
            {
                parts[part][bit / 8] ^= (byte)(1 << (bit % 8));
                await AssertAsync(app, string.Join('.', parts.Select(Base64UrlEncoder.Encode)), 401, $"part {part}, bit {bit}");
                parts[part][bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        await AssertAsync(app, token, 200);
    }

    [Theory]
    [InlineData("ES256", true)]
    [InlineData("RS256", true)]
    [InlineData("PS256", false)]
    public async Task A_token_has_one_spelling(string algorithm, bool isKnown)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        await using var app = await StartAsync(isKnown);
        var token = Mint(app, algorithm);
        await AssertAsync(app, token, 200);

        // The last letter of a part has bits to spare: with others the bytes are the same, and the token another text.
        var ends = token.Select((letter, index) => (letter, index)).Where(place => place.index == token.Length - 1 || token[place.index + 1] == '.').Select(place => place.index);
        foreach (var end in ends)
        {
            foreach (var letter in Letters.Where(letter => letter != token[end] && token[end] != '.'))
            {
                await AssertAsync(app, $"{token[..end]}{letter}{token[(end + 1)..]}", 401, $"{letter} at {end}");
            }
        }
    }

    [Property(MaxTest = 25)]
    public async Task Any_letter_put_in_taken_out_or_exchanged_makes_another_token(int place, int other, byte letter, byte algorithm)
    {
        await using var app = await StartAsync(isKnown: place % 2 == 0);
        var token = Mint(app, (string[])["ES256", "RS256", "PS256"] is var names ? names[algorithm % 3] : string.Empty);
        await AssertAsync(app, token, 200);
        var (one, two) = ((int)((uint)place % token.Length), (int)((uint)other % token.Length));
        var printable = (char)('!' + (letter % 94));
        var exchanged = token.ToCharArray();
        (exchanged[one], exchanged[two]) = (exchanged[two], exchanged[one]);
        string[] changed = [token.Insert(one, $"{printable}"), token.Remove(one, 1), new string(exchanged), token[..one], token[one..], token + token[one..]];

        foreach (var text in changed.Where(text => text.Length > 0 && text != token && !text.Contains(',', StringComparison.Ordinal)))
        {
            await AssertAsync(app, text, 401, $"{one} {two} {printable}");
        }
    }

    private static string Mint(TestApp app, string algorithm)
    {
        var header = JsonSerializer.Serialize(new { alg = algorithm, typ = "at+jwt", kid = algorithm });
        var signed = $"{TestTokens.Encode(header)}.{TestTokens.Encode(JsonSerializer.Serialize(app.Tokens().Payload()))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm == "ES256"
            ? TestTokens.Key.SignData(bytes, HashAlgorithmName.SHA256)
            : RsaKey.SignData(bytes, HashAlgorithmName.SHA256, algorithm == "RS256" ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static Task<TestApp> StartAsync(bool isKnown) => JwtApp.StartAsync(
        new()
        {
            ["RateLimiting:DisabledReason"] = "the test asks often",
            ["Lockout:DisabledReason"] = "the test sends many tokens that are refused",
            ["CredentialCache:DisabledReason"] = isKnown ? null : "the test compares",
        },
        builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.TokenValidationParameters.IssuerSigningKeys =
        [
            new ECDsaSecurityKey(TestTokens.Key) { KeyId = "ES256" },
            new RsaSecurityKey(RsaKey.ExportParameters(includePrivateParameters: false)) { KeyId = "RS256" },
            new RsaSecurityKey(RsaKey.ExportParameters(includePrivateParameters: false)) { KeyId = "PS256" },
        ]));

    private static async Task AssertAsync(TestApp app, string token, int status, string what = "the token itself")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}"));
        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{what}: {(int)response.StatusCode} instead of {status}. {token}");
    }
}
