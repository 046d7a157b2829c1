using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Mvc;

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

    [Fact]
    public async Task A_signature_lasts_as_long_as_its_age_and_its_end_allow()
    {
        await using var app = await SignatureApp.StartAsync();
        var now = app.Time.GetUtcNow();
        string Seconds(int offset) => now.AddSeconds(offset).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        await app.AcceptedAsync(SignedCall.Get(app.Time).With("created", Seconds(-330)).Build());
        await app.RefusedAsync(SignedCall.Get(app.Time).With("created", Seconds(-331)).Build(), "signature_expired");
        await app.AcceptedAsync(SignedCall.Get(app.Time).With("created", Seconds(30)).Build());
        await app.RefusedAsync(SignedCall.Get(app.Time).With("created", Seconds(31)).Build(), "signature_not_yet_valid");
        await app.AcceptedAsync(SignedCall.Get(app.Time).With("created", Seconds(-60)).With("expires", Seconds(-30)).Build());
        await app.RefusedAsync(SignedCall.Get(app.Time).With("created", Seconds(-60)).With("expires", Seconds(-31)).Build(), "signature_expired");
    }

    [Fact]
    public async Task A_signature_counts_once_until_its_time_is_over()
    {
        await using var app = await SignatureApp.StartAsync();
        var first = SignedCall.Get(app.Time).Build();
        var (input, signature) = (first.Headers.GetValues("Signature-Input").Single(), first.Headers.GetValues("Signature").Single());
        await app.AcceptedAsync(first);

        HttpRequestMessage Again()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/orders?b=2&a=1");
            request.Headers.TryAddWithoutValidation("Signature-Input", input);
            request.Headers.TryAddWithoutValidation("Signature", signature);
            return request;
        }

        await app.RefusedAsync(Again(), "signature_replayed");
        app.Time.Advance(TimeSpan.FromSeconds(330));
        await app.RefusedAsync(Again(), "signature_replayed");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RefusedAsync(Again(), "signature_expired");
    }

    [Fact]
    public async Task The_other_signature_that_anybody_can_make_from_one_of_ECDSA_is_the_same()
    {
        await using var app = await SignatureApp.StartAsync();
        byte[] other = [];
        var call = SignedCall.Get(app.Time);
        call.Sign = signed =>
        {
            var signature = SignedCall.Key.SignData(signed, HashAlgorithmName.SHA256);
            var order = new System.Numerics.BigInteger(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
            var negated = (order - new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
            other = [.. signature[..32], .. new byte[32 - negated.Length], .. negated];
            Assert.True(SignedCall.Key.VerifyData(signed, other, HashAlgorithmName.SHA256));
            return signature;
        };
        await app.AcceptedAsync(call.Build());
        call.Sign = _ => other;

        await app.RefusedAsync(call.Build(), "signature_replayed");
    }

    [Fact]
    public async Task A_nonce_counts_once_whatever_it_signs()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["HttpSignatures:RequireNonce"] = "true" });

        await app.RefusedAsync(SignedCall.Get(app.Time).Build(), "signature_nonce_missing");
        await app.RefusedAsync(SignedCall.Get(app.Time).With("nonce", "\"\"").Build(), "signature_nonce_missing");
        await app.AcceptedAsync(SignedCall.Get(app.Time).With("nonce", "\"n\"").Build());
        await app.RefusedAsync(SignedCall.Get(app.Time, "/orders").With("nonce", "\"n\"").Build(), "signature_replayed");
        await app.AcceptedAsync(SignedCall.Get(app.Time).With("nonce", "\"N\"").Build());
    }

    [Fact]
    public async Task Of_equal_requests_at_the_same_time_one_is_let_in()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["RateLimiting:DisabledReason"] = "the test asks often" });
        var first = SignedCall.Get(app.Time).Build();
        var client = app.CreateClient();
        var accepted = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 64), TestContext.Current.CancellationToken, async (_, cancellationToken) =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, first.RequestUri);
            request.Headers.TryAddWithoutValidation("Signature-Input", first.Headers.GetValues("Signature-Input"));
            request.Headers.TryAddWithoutValidation("Signature", first.Headers.GetValues("Signature"));
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref accepted);
            }
        });

        Assert.Equal(1, accepted);
    }

    [Fact]
    public async Task Refused_requests_use_nothing_up()
    {
        await using var app = await SignatureApp.StartAsync();
        var good = SignedCall.Post(app.Time).With("nonce", "\"n\"");
        var tampered = good.Build();
        tampered.Content = new StringContent("{\"name\":\"b\"}", Encoding.UTF8, "application/json");

        await app.RefusedAsync(tampered, "content_digest_mismatch");
        await app.AcceptedAsync(good.Build());
    }

    [Fact]
    public async Task Content_that_is_too_large_is_refused_before_it_is_held()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["HttpSignatures:MaxBodyBytes"] = "100" });
        var exact = SignedCall.Post(app.Time, $"{{\"name\":\"{new string('a', 89)}\"}}");
        Assert.Equal(100, exact.Body!.Length);
        await app.AcceptedAsync(exact.Build());

        foreach (var tellsLength in new[] { true, false })
        {
            var request = SignedCall.Post(app.Time, $"{{\"name\":\"{new string('a', 90)}\"}}").Build();
            request.Headers.TransferEncodingChunked = tellsLength ? null : true;
            using var response = await app.SendAsync(request);
            await ApiSecurity.Tests.Authorization.DenyByDefaultTests.AssertProblem(response, 413, "content_too_large");
            Assert.Equal("content_too_large", (await app.Events.NextAsync()).Reason);
        }
    }

    [Fact]
    public async Task An_endpoints_own_limit_counts_for_signed_content_and_none_at_all_does_not()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["HttpSignatures:MaxBodyBytes"] = "100" }, map: app =>
        {
            static string Read(Stream body) => "read";
            app.MapPost("/framework", Read).WithMetadata(new RequestSizeLimitAttribute(200));
            app.MapPost("/unlimited", Read).WithMetadata(new DisableRequestSizeLimitAttribute());
            var group = app.MapGroup("/group").WithRequestLimits(limits => limits.MaxBytes = 200);
            group.MapPost("/own", Read).WithRequestLimits(limits => limits.MaxQueryBytes = 100);
        });

        HttpRequestMessage Request(string target, int length)
        {
            var call = SignedCall.Post(app.Time, new string('a', length));
            call.Target = target;
            return call.Build();
        }

        Assert.Equal("read", await app.AcceptedAsync(Request("/framework", 200)));
        Assert.Equal("read", await app.AcceptedAsync(Request("/group/own", 200)));
        Assert.Equal("read", await app.AcceptedAsync(Request("/unlimited", 100)));
        foreach (var tellsLength in new[] { true, false })
        {
            var request = Request("/unlimited", 101);
            request.Headers.TransferEncodingChunked = tellsLength ? null : true;
            using var response = await app.SendAsync(request);
            await ApiSecurity.Tests.Authorization.DenyByDefaultTests.AssertProblem(response, 413, "content_too_large");
            await app.Events.NextAsync();
        }
    }

    [Theory]
    [InlineData("a=(", 5000)]
    [InlineData("a=();created=1;keyid=\"partner-1\";x", 200)]
    [InlineData("a=(\"@method\" ", 1000)]
    [InlineData("a=1, ", 3000)]
    [InlineData("a=\"", 2000)]
    [InlineData("\\\"", 8000)]
    public async Task Floods_of_long_headers_are_refused(string part, int count)
    {
        await using var app = await SignatureApp.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        request.Headers.TryAddWithoutValidation("Signature-Input", string.Concat(Enumerable.Repeat(part, count)));
        request.Headers.TryAddWithoutValidation("Signature", "a=:AAAA:");

        await app.RefusedAsync(request, "signature_malformed");
    }

    [Fact]
    public async Task More_signatures_than_allowed_are_refused()
    {
        await using var app = await SignatureApp.StartAsync();
        var request = SignedCall.Get(app.Time).Build();
        var input = request.Headers.GetValues("Signature-Input").Single();
        request.Headers.Remove("Signature-Input");
        request.Headers.TryAddWithoutValidation("Signature-Input", $"a=();keyid=\"a\", b=();keyid=\"b\", c=();keyid=\"c\", d=();keyid=\"d\", {input}");

        await app.RefusedAsync(request, "signature_malformed");
    }

    [Fact]
    public async Task Random_headers_are_never_a_fault()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["RateLimiting:DisabledReason"] = "the test asks often" });
        var client = app.CreateClient();
        var good = SignedCall.Get(app.Time).Build();
        var input = good.Headers.GetValues("Signature-Input").Single();
        var signature = good.Headers.GetValues("Signature").Single();
        var random = new Random(20260101);
        for (var round = 0; round < 400; round++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, good.RequestUri);
            var mutated = Mutate(input, random);
            request.Headers.TryAddWithoutValidation("Signature-Input", mutated);
            request.Headers.TryAddWithoutValidation("Signature", round % 2 == 0 ? signature : Mutate(signature, random));
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            // A space more or less within the list is no change: what is signed is the canonical form.
            Assert.True((int)response.StatusCode == 401 || (response.IsSuccessStatusCode && Canonical(mutated) == Canonical(input)), $"round {round}: {(int)response.StatusCode} {mutated}");
        }
    }

    [Property(MaxTest = 1000)]
    public void Random_descriptions_are_read_or_malformed(string? name, string? parameter)
    {
        var text = $"sig=(\"{name}\";{parameter});created=1;{parameter}";
        if (ApiSecurity.Pipeline.StructuredField.TryParseDictionary(text, out var parsed))
        {
            ApiSecurity.Authentication.SignatureInput.Read(parsed[0].Value);
        }
    }

    private static string? Canonical(string input) =>
        ApiSecurity.Pipeline.StructuredField.TryParseDictionary(input, out var parsed) ? ApiSecurity.Pipeline.StructuredFieldWriter.Write(parsed) : null;

    private static string Mutate(string text, Random random)
    {
        const string Alphabet = "\"();=:,@ abcd0159-*?%\\+/";
        var changed = new StringBuilder(text);
        do
        {
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                var at = random.Next(changed.Length);
                switch (random.Next(3))
                {
                    case 0:
                        changed[at] = Alphabet[random.Next(Alphabet.Length)];
                        break;
                    case 1:
                        changed.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                        break;
                    default:
                        changed.Remove(at, 1);
                        break;
                }
            }
        }
        while (changed.ToString() == text);

        return changed.ToString();
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
