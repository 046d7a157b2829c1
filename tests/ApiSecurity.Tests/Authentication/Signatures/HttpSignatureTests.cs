using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication.Signatures;

public sealed class HttpSignatureTests
{
    [Fact]
    public async Task A_signed_request_says_who_calls()
    {
        await using var app = await SignatureApp.StartAsync();

        Assert.Equal("partner partner-client north", await app.AcceptedAsync(SignedCall.Get(app.Time).Build()));
    }

    [Fact]
    public async Task Signed_content_reaches_the_endpoint()
    {
        await using var app = await SignatureApp.StartAsync();

        Assert.Equal("a", await app.AcceptedAsync(SignedCall.Post(app.Time).Build()));
    }

    [Fact]
    public async Task A_request_without_a_signature_is_told_what_to_sign()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["HttpSignatures:Tag"] = "my \"api\"" });

        using var get = await app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/orders"));
        using var post = await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new StringContent("{}"), Headers = { { "Authorization", "Basic x" } } });

        await ApiSecurity.Tests.Authorization.DenyByDefaultTests.AssertProblem(get, 401, "unauthenticated");
        Assert.Equal("Signature", get.Headers.WwwAuthenticate.ToString());
        Assert.Equal("sig1=(\"@method\" \"@target-uri\");created;tag=\"my \\\"api\\\"\"", Assert.Single(get.Headers.GetValues("Accept-Signature")));
        Assert.Equal("sig1=(\"@method\" \"@target-uri\" \"content-digest\" \"authorization\");created;tag=\"my \\\"api\\\"\"", Assert.Single(post.Headers.GetValues("Accept-Signature")));
    }

    [Theory]
    [InlineData("\"@authority\" \"@path\" \"@query\"")]
    [InlineData("\"@authority\" \"@request-target\"")]
    public async Task Parts_that_make_up_the_target_do_as_well_as_the_target(string parts)
    {
        await using var app = await SignatureApp.StartAsync();
        var call = SignedCall.Get(app.Time);
        call.Components.Remove("\"@target-uri\"");
        call.Components.AddRange(parts.Split(' '));

        await app.AcceptedAsync(call.Build());
    }

    [Fact]
    public async Task At_an_open_endpoint_a_bad_signature_is_none_and_is_told()
    {
        await using var app = await SignatureApp.StartAsync();
        var request = SignedCall.Get(app.Time, "/open").With("keyid", "\"nobody\"").Build();

        using var response = await app.SendAsync(request);

        Assert.Equal("nobody", await response.TextAsync());
        var told = await app.Events.NextAsync();
        Assert.Equal(("signature_key_unknown", SecurityEventOutcome.Observed), (told.Reason, told.Outcome));
    }

    [Fact]
    public async Task Of_several_signatures_the_first_with_a_known_key_counts()
    {
        await using var app = await SignatureApp.StartAsync();
        var call = SignedCall.Get(app.Time);
        var request = call.Build();
        var (input, signature) = (request.Headers.GetValues("Signature-Input").Single(), request.Headers.GetValues("Signature").Single());
        request.Headers.Remove("Signature-Input");
        request.Headers.Remove("Signature");
        request.Headers.TryAddWithoutValidation("Signature-Input", $"proxy=(\"@method\");created=1;keyid=\"proxy\", {input}");
        request.Headers.TryAddWithoutValidation("Signature", $"proxy=:AAAA:, {signature}");

        await app.AcceptedAsync(request);
    }

    [Fact]
    public async Task A_tag_chooses_the_signature()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["HttpSignatures:Tag"] = "shop" });

        await app.AcceptedAsync(SignedCall.Get(app.Time).With("tag", "\"shop\"").Build());
        await app.RefusedAsync(SignedCall.Get(app.Time).With("tag", "\"other\"").Build(), "signature_key_unknown");
        await app.RefusedAsync(SignedCall.Get(app.Time).Build(), "signature_key_unknown");
    }

    [Fact]
    public async Task Keys_come_from_the_application_too_and_their_fault_is_no_500()
    {
        var keys = new Keys();
        await using var app = await SignatureApp.StartAsync(services: builder => builder.Services.AddSingleton<IHttpSignatureKeys>(keys));

        Assert.Equal("other  ", await app.AcceptedAsync(SignedCall.Get(app.Time, "/orders").With("keyid", "\"from-store\"").Build()));

        using var response = await app.SendAsync(SignedCall.Get(app.Time, "/orders").With("keyid", "\"fault\"").Build());
        await ApiSecurity.Tests.Authorization.DenyByDefaultTests.AssertProblem(response, 503, "signature_check_unavailable");
        Assert.Equal("signature_check_unavailable", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_what_the_client_asked_the_proxy_for_counts()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["Transport:TrustedProxies:0"] = "127.0.0.1", ["Transport:AllowedHosts:0"] = "api.example", ["Transport:RequireHttps"] = "true" }, kestrel: true);
        var call = SignedCall.Get(app.Time, "/orders");
        call.Scheme = "https";
        call.Authority = "api.example";
        call.Cover("\"@scheme\"").Cover("\"@authority\"");
        var request = call.Build();
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "API.example:443");

        Assert.Equal("partner partner-client north", await app.AcceptedAsync(request));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_digest_is_that_of_what_was_sent_and_the_endpoint_gets_it_decompressed(bool kestrel)
    {
        await using var app = await SignatureApp.StartAsync(new() { ["Transport:Decompression:Encodings:0"] = "gzip" }, kestrel: kestrel);
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("{\"name\":\"packed\"}"u8);
        }

        var call = SignedCall.Post(app.Time);
        call.Authority = app.Address.Authority;
        call.Headers["content-digest"] = $"sha-256=:{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(packed.ToArray()))}:";
        var request = call.Build();
        request.Content = new ByteArrayContent(packed.ToArray()) { Headers = { { "Content-Type", "application/json" }, { "Content-Encoding", "gzip" } } };

        Assert.Equal("packed", await app.AcceptedAsync(request));
    }

    [Fact]
    public async Task Signatures_that_are_switched_off_let_nobody_in()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["HttpSignatures:DisabledReason"] = "the partner has left" });

        using var response = await app.SendAsync(SignedCall.Get(app.Time));

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("unauthenticated", (await app.Events.NextAsync()).Reason);
    }

    private sealed class Keys : IHttpSignatureKeys
    {
        private readonly HttpSignatureKey _key = new(HttpSignatureAlgorithms.EcdsaP256Sha256, SignedCall.Key.ExportSubjectPublicKeyInfoPem())
        {
            Subject = "other",
            Permissions = ["orders.write"],
            Scopes = ["invoices"],
        };

        public ValueTask<HttpSignatureKey?> FindAsync(string keyId, CancellationToken cancellationToken) => keyId switch
        {
            "from-store" => ValueTask.FromResult<HttpSignatureKey?>(_key),
            "fault" => throw new TimeoutException("the database of keys"),
            _ => ValueTask.FromResult<HttpSignatureKey?>(null),
        };
    }
}
