using System.Text;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>Too much, too often, and anything at all.</summary>
public sealed class HttpSignatureFloodTests
{
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
}
