using ApiSecurity.Authentication;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication.Signatures;

public sealed class HttpSignatureRequirementTests
{
    [Fact]
    public async Task A_token_is_no_signature()
    {
        await using var app = await SignatureApp.StartAsync(
            services: builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                TestTokens.Trust(builder.Services);
            },
            map: app =>
            {
                app.MapGet("/hook", () => "hook").RequireHttpSignature();
                app.MapGet("/both", () => "both").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Bearer").RequireAuthenticatedUser()).RequireHttpSignature();
                app.MapGet("/any", (ApiSecurity.Authorization.Caller caller) => caller.Subject);
            });
        var token = new TestTokens(app.Time).Mint("alice");

        using (var refused = await app.GetAsync("/hook", token))
        {
            Assert.Equal(401, (int)refused.StatusCode);
            Assert.Equal("Signature", refused.Headers.WwwAuthenticate.ToString());
            await app.Events.NextAsync();
        }

        using (var refused = await app.GetAsync("/both", token))
        {
            Assert.Equal(401, (int)refused.StatusCode);
            Assert.Equal("Signature, Bearer", refused.Headers.WwwAuthenticate.ToString());
            Assert.Equal(("authn_login_fail", "unauthenticated"), ((await app.Events.NextAsync()) is var told ? told.Name : null, told.Reason));
        }

        await app.RefusedAsync(
            SignedCall.Get(app.Time, "/both").With("created", "1").WithHeader("authorization", "Bearer " + token).Build(), "signature_expired", "Signature, Bearer");
        Assert.Equal("both", await app.AcceptedAsync(SignedCall.Get(app.Time, "/both").WithHeader("authorization", "Bearer " + token).Build()));
        using (var refused = await app.GetAsync("/both", token))
        {
            // What is remembered of a token's owner is no signature of the next request.
            Assert.Equal(401, (int)refused.StatusCode);
            await app.Events.NextAsync();
        }

        Assert.Equal("hook", await app.AcceptedAsync(SignedCall.Get(app.Time, "/hook").Build()));
        Assert.Equal("partner", await app.AcceptedAsync(SignedCall.Get(app.Time, "/any").Build()));
        Assert.Equal("alice", await app.AcceptedAsync(SignedCall.Get(app.Time, "/any").WithHeader("authorization", "Bearer " + token).Build()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_can_tell_whether_the_signature_is_right_that_is_said_beside_a_good_token_too(bool isTokenFirst)
    {
        await using var app = await SignatureApp.StartAsync(
            services: builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                TestTokens.Trust(builder.Services);
                builder.Services.AddSingleton<IHttpSignatureKeys, NoDatabase>();
            },
            map: app =>
            {
                var both = app.MapGet("/both", () => "both");
                both = isTokenFirst ? WithToken(both).RequireHttpSignature() : WithToken(both.RequireHttpSignature());
            });
        var token = new TestTokens(app.Time).Mint("alice");

        using var response = await app.SendAsync(SignedCall.Get(app.Time, "/both").With("keyid", "\"elsewhere\"").WithHeader("authorization", "Bearer " + token));

        await ApiSecurity.Tests.Authorization.DenyByDefaultTests.AssertProblem(response, 503, "signature_check_unavailable");
        Assert.Equal("signature_check_unavailable", (await app.Events.NextAsync()).Reason);

        static RouteHandlerBuilder WithToken(RouteHandlerBuilder endpoint) =>
            endpoint.RequireAuthorization(policy => policy.AddAuthenticationSchemes("Bearer").RequireAuthenticatedUser());
    }

    [Fact]
    public async Task An_endpoint_can_ask_for_more_to_be_covered()
    {
        await using var app = await SignatureApp.StartAsync(map: app => app.MapGet("/hook", () => "hook").RequireHttpSignature("x-event"));

        Assert.Equal("hook", await app.AcceptedAsync(SignedCall.Get(app.Time, "/hook").WithHeader("x-event", "paid").Build()));

        await app.RefusedAsync(SignedCall.Get(app.Time, "/hook").WithHeader("x-event", "paid", covered: false).Build(), "signature_component_missing");
        using var response = await app.GetAsync("/hook", token: null);
        Assert.Equal("sig1=(\"@method\" \"@target-uri\" \"x-event\");created", response.Headers.GetValues("Accept-Signature").Single());
    }

    [Fact]
    public void Names_that_are_no_components_are_refused_at_once() =>
        Assert.All(new[] { "X-Event", "@status", "", "a b" }, name => Assert.Throws<ArgumentException>(() => new RequireHttpSignatureAttribute(name)));

    [Fact]
    public async Task Endpoints_that_want_signatures_that_nobody_checks_stop_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(app => app.MapPost("/hook", () => "hook").RequireHttpSignature()));

        Assert.Contains("POST /hook requires an HTTP signature, but none is checked", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_in_vain_stop_the_start()
    {
        var unused = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(settings: new() { ["HttpSignatures:Tag"] = "shop" }));
        Assert.Contains("ApiSecurity:HttpSignatures is configured, but no signature is accepted", unused.ToString(), StringComparison.Ordinal);

        var empty = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(services: builder => builder.Services.AddApiSecurity().AddHttpSignatures()));
        Assert.Contains("knows no key", empty.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mode", "Report", "HttpSignatures:Mode is Report")]
    [InlineData("Tag", "", "HttpSignatures:Tag is no tag")]
    [InlineData("Tag", "été", "HttpSignatures:Tag is no tag")]
    [InlineData("Keys:ключ:Key", "x", "HttpSignatures:Keys:ключ has a name that no signature can have as its keyid")]
    [InlineData("ValidAlgorithms:0", "none", "HttpSignatures:ValidAlgorithms:0 is no algorithm")]
    [InlineData("RequiredComponents:0", "@status", "HttpSignatures:RequiredComponents:0 is no component")]
    [InlineData("RequiredComponents:0", "Date", "HttpSignatures:RequiredComponents:0 is no component")]
    [InlineData("MaxAge", "00:00:00", "HttpSignatures:MaxAge is not valid")]
    [InlineData("ClockSkew", "00:06:00", "HttpSignatures:ClockSkew is not valid")]
    [InlineData("Keys:k:Algorithm", "ed25519", "HttpSignatures:Keys:k:Algorithm can't be used")]
    [InlineData("Keys:k:Algorithm", "rsa-v1_5-sha256", "HttpSignatures:Keys:k:Algorithm is not accepted")]
    [InlineData("Keys:k:Algorithm", "ecdsa-p384-sha384", "HttpSignatures:Keys:k:Key can't be used. The key is not on the algorithm's curve")]
    [InlineData("Keys:k:Algorithm", "rsa-pss-sha512", "HttpSignatures:Keys:k:Key can't be used. The key can't be read")]
    [InlineData("Keys:k:Algorithm", "hmac-sha256", "HttpSignatures:Keys:k:Key can't be used. The key is no secret in base64")]
    [InlineData("Keys:k:Key", "garbage", "HttpSignatures:Keys:k:Key can't be used. The key can't be read")]
    [InlineData("Keys:k:Subject", "", "HttpSignatures:Keys:k:Subject is not valid")]
    public async Task Options_that_can_not_be_used_stop_the_start(string key, string value, string message)
    {
        var settings = new Dictionary<string, string?>
        {
            ["HttpSignatures:Keys:k:Algorithm"] = "ecdsa-p256-sha256",
            ["HttpSignatures:Keys:k:Key"] = SignedCall.Key.ExportSubjectPublicKeyInfoPem(),
            ["HttpSignatures:Keys:k:Subject"] = "partner",
            [$"HttpSignatures:{key}"] = value,
        };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: settings, services: builder => builder.Services.AddApiSecurity().AddHttpSignatures()));

        Assert.Contains(error.Failures, failure => failure.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_that_are_weak_or_private_are_refused()
    {
        using var small = System.Security.Cryptography.RSA.Create(1024);
        Assert.Contains("2048", Assert.Throws<ArgumentException>(() => new HttpSignatureKey("rsa-pss-sha512", small.ExportSubjectPublicKeyInfoPem()) { Subject = "a" }).Message, StringComparison.Ordinal);
        Assert.Contains("private", Assert.Throws<ArgumentException>(() => new HttpSignatureKey("ecdsa-p256-sha256", SignedCall.Key.ExportPkcs8PrivateKeyPem()) { Subject = "a" }).Message, StringComparison.Ordinal);
        Assert.Contains("shorter", Assert.Throws<ArgumentException>(() => new HttpSignatureKey("hmac-sha256", Convert.ToBase64String(new byte[31])) { Subject = "a" }).Message, StringComparison.Ordinal);
        Assert.Equal("rsa-v1_5-sha256", new HttpSignatureKey("rsa-v1_5-sha256", RfcKeys.Rsa) { Subject = "a" }.Algorithm);
    }

    private sealed class NoDatabase : IHttpSignatureKeys
    {
        public ValueTask<HttpSignatureKey?> FindAsync(string keyId, CancellationToken cancellationToken) => throw new TimeoutException("the database of keys");
    }
}
