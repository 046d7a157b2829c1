using System.Text;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

public sealed class IntrospectionTests
{
    private const string Token = IntrospectingServer.Token;

    private readonly IntrospectingServer _server = new();

    [Fact]
    public async Task A_token_that_the_server_knows_is_its_owners()
    {
        await using var app = await _server.StartAppAsync();

        using var response = await app.GetAsync("/me", Token);

        Assert.Equal("alice", await response.TextAsync());
        var asked = Assert.Single(_server.Questions);
        Assert.Equal(Token, asked.Form["token"]);
        Assert.Equal("access_token", asked.Form["token_type_hint"]);
        Assert.Equal("application/json", asked.Accept);
        Assert.Null(asked.Form["client_id"]);
        // RFC 6749 section 2.3.1: form-encoded, then base64.
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("shop-api:s3cr%3At+%2B%C3%A9")), asked.Authorization);
    }

    [Fact]
    public async Task Scopes_and_permissions_come_from_the_answer()
    {
        _server.Know = token => IntrospectingServer.Active(answer => answer["permissions"] = token.EndsWith('w') ? (string[])["orders.read", "orders.write"] : []);
        await using var app = await _server.StartAppAsync();

        Assert.Equal(200, (int)(await app.GetAsync("/scope", Token)).StatusCode);
        Assert.Equal(200, (int)(await app.GetAsync("/write", Token + "w")).StatusCode);
        Assert.Equal(403, (int)(await app.GetAsync("/write", Token)).StatusCode);
    }

    [Fact]
    public async Task The_metadata_tell_the_endpoint()
    {
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:Endpoint"] = null, ["Introspection:Servers:main:Authority"] = IntrospectingServer.Issuer });

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
        Assert.Equal("alice", await (await app.GetAsync("/me", Token + "2")).TextAsync());

        Assert.Equal($"{IntrospectingServer.Issuer}/introspect", _server.Questions.First().Address.AbsoluteUri);
        Assert.Equal(1, _server.DocumentsAsked);
    }

    [Fact]
    public async Task The_metadata_of_RFC_8414_do_too()
    {
        var openId = _server.Document;
        _server.Document = path => path == "/.well-known/oauth-authorization-server" ? openId("/.well-known/openid-configuration") : new(System.Net.HttpStatusCode.NotFound);
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:Endpoint"] = null, ["Introspection:Servers:main:Authority"] = IntrospectingServer.Issuer });

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
    }

    [Fact]
    public async Task Another_issuers_metadata_are_not_believed()
    {
        _server.Document = _ => IntrospectingServer.Json(IntrospectingServer.Metadata("https://evil.example"));
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:Endpoint"] = null, ["Introspection:Servers:main:Authority"] = IntrospectingServer.Issuer });

        Assert.Equal(503, (int)(await app.GetAsync("/me", Token)).StatusCode);
        Assert.Empty(_server.Questions);
    }

    [Fact]
    public async Task A_token_that_is_not_active_is_refused()
    {
        _server.Know = _ => new { active = false };
        await using var app = await _server.StartAppAsync();

        await app.AssertRefusedAsync(Token, "token_inactive");
    }

    [Fact]
    public async Task Each_token_goes_to_the_server_of_its_prefix()
    {
        await using var app = await _server.StartAppAsync(new()
        {
            ["Introspection:Servers:other:Endpoint"] = "https://other.example/ask",
            ["Introspection:Servers:other:ClientId"] = "shop-api-there",
            ["Introspection:Servers:other:ClientSecret"] = "secret",
            ["Introspection:Servers:other:ClientAuthentication"] = "ClientSecretPost",
            ["Introspection:Servers:other:Audience"] = "shop",
            ["Introspection:Servers:other:TokenPrefix"] = "oth_",
        });

        await app.GetAsync("/me", "oth_0123456789abcdef");
        await app.GetAsync("/me", Token);

        var asked = _server.Questions.ToArray();
        Assert.Equal(("https://other.example/ask", "shop-api-there", "secret", (string?)null), (asked[0].Address.AbsoluteUri, asked[0].Form["client_id"], asked[0].Form["client_secret"], asked[0].Authorization));
        Assert.Equal($"{IntrospectingServer.Issuer}/introspect", asked[1].Address.AbsoluteUri);
    }

    [Fact]
    public async Task A_token_of_no_server_costs_no_question()
    {
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:TokenPrefix"] = "shp_" });

        await app.AssertRefusedAsync(Token, "token_server_unknown");
        Assert.Empty(_server.Questions);
    }

    [Fact]
    public async Task Beside_JWTs_each_token_goes_to_the_scheme_of_its_shape()
    {
        await using var app = await _server.StartAppAsync(services: builder =>
        {
            builder.Services.AddApiSecurity().AddJwt();
            TestTokens.Trust(builder.Services);
        });

        Assert.Equal("bob", await (await app.GetAsync("/me", app.Tokens().Mint("bob"))).TextAsync());
        Assert.Empty(_server.Questions);
        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
        Assert.Single(_server.Questions);
        using var none = await app.GetAsync("/me", token: null);
        Assert.Equal(["Bearer", "DPoP"], none.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    [Fact]
    public async Task Where_no_other_scheme_takes_JWTs_they_are_asked_about()
    {
        await using var app = await _server.StartAppAsync();

        Assert.Equal("alice", await (await app.GetAsync("/me", app.Tokens().Mint("bob"))).TextAsync());
    }

    [Fact]
    public async Task A_caller_without_a_token_is_asked_for_one()
    {
        await using var app = await _server.StartAppAsync();

        using var response = await app.GetAsync("/me", token: null);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("Bearer", response.Headers.NonValidated["WWW-Authenticate"].First());
        Assert.Empty(_server.Questions);
    }

    [Fact]
    public async Task Switched_off_no_token_is_accepted_and_nobody_asked()
    {
        await using var app = await _server.StartAppAsync(new() { ["Introspection:DisabledReason"] = "tokens are checked by the gateway" });

        Assert.Equal(401, (int)(await app.GetAsync("/me", Token)).StatusCode);
        Assert.Empty(_server.Questions);
    }

    [Theory]
    [InlineData("Introspection:Servers:main:ClientId", null, "ApiSecurity:Introspection:Servers:main:ClientId is not set")]
    [InlineData("Introspection:Servers:main:ClientSecret", null, "ApiSecurity:Introspection:Servers:main:ClientSecret is not set")]
    [InlineData("Introspection:Servers:main:Audience", null, "ApiSecurity:Introspection:Servers:main:Audience is not set")]
    [InlineData("Introspection:Servers:main:Endpoint", null, "ApiSecurity:Introspection:Servers:main:Endpoint is not set")]
    [InlineData("Introspection:Servers:main:Endpoint", "http://id.example.com/introspect", "ApiSecurity:Introspection:Servers:main:Endpoint is not an https URL")]
    [InlineData("Introspection:Servers:main:Endpoint", "http://localhost/introspect", "ApiSecurity:Introspection:Servers:main:Endpoint is not an https URL")]
    [InlineData("Introspection:Servers:main:Endpoint", "https://user:pass@id.example.com/introspect", "ApiSecurity:Introspection:Servers:main:Endpoint is not an https URL")]
    [InlineData("Introspection:Servers:main:RequireSignedResponse", "true", "ApiSecurity:Introspection:Servers:main:Authority is not set")]
    [InlineData("Introspection:Servers:main:ClientAuthentication", "PrivateKeyJwt", "ApiSecurity:Introspection:Servers:main:PrivateKeyFile is no file that can be read")]
    [InlineData("Introspection:Servers:main:ClientAuthentication", "TlsClientAuth", "ApiSecurity:Introspection:Servers:main:CertificateFile is no file that can be read")]
    [InlineData("Introspection:Servers:main:TokenPrefix", "a b", "ApiSecurity:Introspection:Servers:main:TokenPrefix is not how a token can begin")]
    [InlineData("Introspection:Mode", "Report", "ApiSecurity:Introspection:Mode is Report")]
    [InlineData("Introspection:CacheLifetime", "02:00:00", "ApiSecurity:Introspection:CacheLifetime is not valid")]
    public async Task What_can_not_work_stops_the_start(string key, string? value, string message)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => _server.StartAppAsync(new() { [key] = value }));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_without_the_call_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(settings: IntrospectingServer.With(null)));

        Assert.Contains("AddIntrospection()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_call_without_a_server_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(services: builder => builder.Services.AddApiSecurity().AddIntrospection()));

        Assert.Contains("ApiSecurity:Introspection:Servers is empty", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_the_server_may_be_on_the_own_machine_without_TLS()
    {
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:Endpoint"] = "http://localhost:5001/introspect" }, environment: "Development");

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
    }
}
