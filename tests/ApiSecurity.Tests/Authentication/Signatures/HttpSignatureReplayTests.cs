using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>A signed request counts once, and not for ever.</summary>
public sealed class HttpSignatureReplayTests
{
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
}
