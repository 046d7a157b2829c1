using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Tests.Authentication.Signatures;

public sealed class HttpSignatureAttackTests
{
    /// <summary>What is changed after signing, and the reason that it is refused for.</summary>
    public static TheoryData<string, string> Tamperings() => new()
    {
        { "method", "signature_invalid" },
        { "path", "signature_invalid" },
        { "query order", "signature_invalid" },
        { "query removed", "signature_invalid" },
        { "host", "signature_invalid" },
        { "header changed", "signature_invalid" },
        { "header added to", "signature_invalid" },
        { "header with inner space", "signature_invalid" },
        { "header removed", "signature_component_unresolved" },
        { "created", "signature_invalid" },
        { "nonce", "signature_invalid" },
        { "component removed", "signature_invalid" },
        { "components swapped", "signature_invalid" },
        { "parameters swapped", "signature_invalid" },
        { "label of input", "signature_malformed" },
        { "signature cut", "signature_invalid" },
        { "signature longer", "signature_invalid" },
        { "signature of zeros", "signature_invalid" },
        { "signature as text", "signature_malformed" },
        { "no signature", "signature_malformed" },
        { "signature twice", "signature_malformed" },
        { "input twice", "signature_malformed" },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Whatever_is_changed_after_signing_is_refused(string tampering, string reason)
    {
        await using var app = await SignatureApp.StartAsync();
        var call = SignedCall.Get(app.Time).With("nonce", "\"n\"").WithHeader("x-order", "one two");
        await app.AcceptedAsync(call.With("nonce", "\"m\"").Build());

        await app.RefusedAsync(Tamper(call.With("nonce", "\"n\"").Build(), tampering), reason);
    }

    [Fact]
    public async Task White_space_around_a_header_is_not_part_of_it()
    {
        await using var app = await SignatureApp.StartAsync();
        var request = SignedCall.Get(app.Time).WithHeader("x-order", "one two").Build();
        request.Headers.Remove("x-order");
        request.Headers.TryAddWithoutValidation("x-order", "  one two\t");

        await app.AcceptedAsync(request);
    }

    [Fact]
    public async Task Any_byte_of_the_content_counts()
    {
        await using var app = await SignatureApp.StartAsync();
        const string Body = "{\"name\":\"a\"}";
        for (var index = 0; index < Body.Length; index++)
        {
            var request = SignedCall.Post(app.Time).With("nonce", $"\"{index}\"").Build();
            var bytes = Encoding.UTF8.GetBytes(Body);
            bytes[index] ^= 1;
            request.Content = new ByteArrayContent(bytes) { Headers = { { "Content-Type", "application/json" } } };

            await app.RefusedAsync(request, "content_digest_mismatch");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"name\":\"a\"}{")]
    [InlineData("{\"name\":\"a\"")]
    public async Task Content_that_was_cut_or_went_on_is_refused(string body)
    {
        await using var app = await SignatureApp.StartAsync();
        var request = SignedCall.Post(app.Time).Build();
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        await app.RefusedAsync(request, "content_digest_mismatch");
    }

    [Theory]
    [InlineData("md5=:AAAAAAAAAAAAAAAAAAAAAA==:", "content_digest_unusable")]
    [InlineData("sha-256=:AAAA:", "content_digest_unusable")]
    [InlineData("sha-256=text", "content_digest_unusable")]
    [InlineData("sha-256=(:AAAA:)", "content_digest_unusable")]
    [InlineData("garbage garbage", "content_digest_unusable")]
    [InlineData("GOOD, sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:", "content_digest_unusable")]
    [InlineData("GOOD, sha-512=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==:", "content_digest_mismatch")]
    public async Task A_digest_that_proves_nothing_is_refused_though_it_is_signed(string digest, string reason)
    {
        await using var app = await SignatureApp.StartAsync();
        var call = SignedCall.Post(app.Time);
        call.Headers["content-digest"] = digest.Replace("GOOD", SignedCall.Digest(call.Body!), StringComparison.Ordinal);

        await app.RefusedAsync(call.Build(), reason);
    }

    [Fact]
    public async Task Signatures_that_cover_too_little_are_refused()
    {
        await using var app = await SignatureApp.StartAsync();
        foreach (var left in new[] { "\"@method\"", "\"@target-uri\"" })
        {
            var call = SignedCall.Get(app.Time);
            call.Components.Remove(left);
            await app.RefusedAsync(call.Build(), "signature_component_missing");
        }

        var withoutDigest = SignedCall.Post(app.Time);
        withoutDigest.Components.Remove("\"content-digest\"");
        await app.RefusedAsync(withoutDigest.Build(), "signature_component_missing");
        await app.RefusedAsync(SignedCall.Get(app.Time).WithHeader("authorization", "Basic x", covered: false).Build(), "signature_component_missing");
        await app.AcceptedAsync(SignedCall.Get(app.Time).WithHeader("authorization", "Basic x").Build());
    }

    [Theory]
    [InlineData("created", null, "signature_time_missing")]
    [InlineData("created", "-1", "signature_time_missing")]
    [InlineData("created", "999999999999999", "signature_time_missing")]
    [InlineData("expires", "1", "signature_time_missing")]
    [InlineData("keyid", null, "signature_key_unknown")]
    [InlineData("keyid", "\"Partner-1\"", "signature_key_unknown")]
    [InlineData("keyid", "\"../../partner-1\"", "signature_key_unknown")]
    [InlineData("alg", "\"hmac-sha256\"", "algorithm_not_allowed")]
    [InlineData("alg", "\"none\"", "algorithm_not_allowed")]
    [InlineData("alg", "\"rsa-pss-sha512\"", "algorithm_not_allowed")]
    [InlineData("alg", "\"ECDSA-P256-SHA256\"", "algorithm_not_allowed")]
    [InlineData("alg", "\"\"", "algorithm_not_allowed")]
    public async Task What_the_signer_says_can_be_wrong_though_it_is_signed(string parameter, string? value, string reason)
    {
        await using var app = await SignatureApp.StartAsync();

        await app.RefusedAsync(SignedCall.Get(app.Time).With(parameter, value).Build(), reason);
        await app.AcceptedAsync(SignedCall.Get(app.Time).With("alg", "\"ecdsa-p256-sha256\"").Build());
    }

    [Fact]
    public async Task A_public_key_is_no_secret_to_sign_with()
    {
        await using var app = await SignatureApp.StartAsync();
        var publicKey = SignedCall.Key.ExportSubjectPublicKeyInfo();
        foreach (var secret in new[] { publicKey, Encoding.ASCII.GetBytes(SignedCall.Key.ExportSubjectPublicKeyInfoPem()), [] })
        {
            var call = SignedCall.Get(app.Time);
            call.Sign = signed => HMACSHA256.HashData(secret, signed);
            await app.RefusedAsync(call.Build(), "signature_invalid");
            await app.RefusedAsync(call.With("alg", "\"hmac-sha256\"").Build(), "algorithm_not_allowed");
        }
    }

    private static HttpRequestMessage Tamper(HttpRequestMessage request, string tampering)
    {
        void Uri(string target) => request.RequestUri = new Uri(target, UriKind.RelativeOrAbsolute);
        void Header(string name, Func<string, string?> change)
        {
            var value = change(request.Headers.GetValues(name).Single());
            request.Headers.Remove(name);
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        void Replace(string name, string before, string after) => Header(name, value =>
        {
            Assert.Contains(before, value, StringComparison.Ordinal);
            return value.Replace(before, after, StringComparison.Ordinal);
        });

        switch (tampering)
        {
            case "method": request.Method = HttpMethod.Post; break;
            case "path": Uri("/orders/?b=2&a=1"); break;
            case "query order": Uri("/orders?a=1&b=2"); break;
            case "query removed": Uri("/orders"); break;
            case "host": request.Headers.Host = "other.example"; break;
            case "header changed": Header("x-order", _ => "two one"); break;
            case "header added to": request.Headers.TryAddWithoutValidation("x-order", "three"); break;
            case "header with inner space": Header("x-order", _ => "one  two"); break;
            case "header removed": Header("x-order", _ => null); break;
            case "created": Replace("Signature-Input", "created=1767225600", "created=1767225601"); break;
            case "nonce": Replace("Signature-Input", "nonce=\"n\"", "nonce=\"o\""); break;
            case "component removed": Replace("Signature-Input", " \"x-order\"", string.Empty); break;
            case "components swapped": Replace("Signature-Input", "\"@method\" \"@target-uri\"", "\"@target-uri\" \"@method\""); break;
            case "parameters swapped": Replace("Signature-Input", "keyid=\"partner-1\";nonce=\"n\"", "nonce=\"n\";keyid=\"partner-1\""); break;
            case "label of input": Replace("Signature-Input", "sig1=", "sig2="); break;
            case "signature cut": Header("Signature", _ => "sig1=:AAAA:"); break;
            case "signature longer": Header("Signature", value => $"sig1=:{Convert.ToBase64String([.. Bytes(value), 0])}:"); break;
            case "signature of zeros": Header("Signature", _ => $"sig1=:{Convert.ToBase64String(new byte[64])}:"); break;
            case "signature as text": Header("Signature", value => value.Replace(':', '"')); break;
            case "no signature": Header("Signature", _ => null); break;
            case "signature twice": Header("Signature", value => $"{value}, {value}"); break;
            case "input twice": Header("Signature-Input", value => $"{value}, {value}"); break;
            default: throw new ArgumentOutOfRangeException(nameof(tampering));
        }

        return request;
    }

    private static byte[] Bytes(string signature) => Convert.FromBase64String(signature.Split(':')[1]);
}
