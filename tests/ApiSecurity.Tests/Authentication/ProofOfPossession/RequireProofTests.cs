using System.Net;

namespace ApiSecurity.Tests.Authentication.Possession;

public sealed class RequireProofTests
{
    private const string Url = "https://api.example.com/pay";

    [Fact]
    public async Task A_bearer_token_is_answered_with_a_challenge_and_a_bound_one_is_let_in()
    {
        await using var app = await StartAsync();
        using var bearer = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {app.Tokens().Mint()}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, bearer.StatusCode);
        Assert.StartsWith("DPoP error=\"invalid_token\", algs=\"ES256 ", bearer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"proof_required\"", await bearer.TextAsync(), StringComparison.Ordinal);
        var told = await app.Events.NextAsync();
        Assert.Equal(("authn_login_fail", "proof_required"), (told.Name, told.Reason));

        var client = new ProofMaker(app.Time);
        var token = app.Tokens().Mint("alice", claims => claims["cnf"] = new { jkt = client.Thumbprint });
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task Nobody_is_told_how_to_come_back()
    {
        await using var app = await StartAsync();
        using var nobody = await app.SendAsync(HttpMethod.Get, Url, null, null);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.StartsWith("DPoP algs=\"ES256 ", nobody.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unauthenticated\"", await nobody.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_with_a_password_is_told_to_bring_a_token_and_not_asked_for_the_password_again()
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured(), withJwt: true, map: app => app.MapGet("/pay", () => "paid").RequireProofOfPossession());

        using var known = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password), "https://localhost/pay");
        using var wrong = await app.AskAsync(BasicApp.Header("alice", "wrong"), "https://localhost/pay");

        Assert.Equal(HttpStatusCode.Unauthorized, known.StatusCode);
        Assert.StartsWith("DPoP algs=\"ES256 ", Assert.Single(known.Headers.NonValidated["WWW-Authenticate"]), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"proof_required\"", await known.TextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("Basic ", Assert.Single(wrong.Headers.NonValidated["WWW-Authenticate"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_else_the_endpoint_asks_for_still_holds()
    {
        await using var app = await StartAsync();
        var client = new ProofMaker(app.Time);
        var token = app.Tokens().Mint("alice", claims => claims["cnf"] = new { jkt = client.Thumbprint });
        const string Admin = "https://api.example.com/admin";
        using var response = await app.SendAsync(HttpMethod.Get, Admin, $"DPoP {token}", client.Proof("GET", Admin, token));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("permission_missing", (await app.Events.NextAsync()).Reason);
    }

    [Theory]
    [InlineData("sub", "bob", true)]
    [InlineData("name", "bob", true)]
    [InlineData("sub", "bob", false)]
    [InlineData("client_id", "shop-web", true)]
    // Two that name nobody are not the same.
    [InlineData("name", "bob", false)]
    public async Task A_proof_does_not_count_for_another_credential(string claim, string value, bool isTokenOfSomebody)
    {
        await using var app = await StartAsync(builder =>
        {
            builder.Services.AddAuthentication().AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, OtherHandler>("Other", null);
            builder.Services.AddSingleton(new System.Security.Claims.Claim(claim, value));
        });
        var client = new ProofMaker(app.Time);
        var token = app.Tokens().Mint("alice", claims =>
        {
            claims["cnf"] = new { jkt = client.Thumbprint };
            if (!isTokenOfSomebody)
            {
                claims.Remove("sub");
                claims.Remove("client_id");
            }
        });
        const string Other = "https://api.example.com/other";
        using var response = await app.SendAsync(HttpMethod.Get, Other, $"DPoP {token}", client.Proof("GET", Other, token));
        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>RFC 9449 section 7.1: the challenge names the scheme that the token came in.</summary>
    [Fact]
    public async Task What_a_token_with_a_proof_lacks_is_told_in_its_own_scheme()
    {
        await using var app = await StartAsync();
        var client = new ProofMaker(app.Time);
        var token = app.Tokens().Mint("alice", claims => claims["cnf"] = new { jkt = client.Thumbprint });
        foreach (var (path, told) in ((string, string)[])[("scope", "error=\"insufficient_scope\", scope=\"pay\""), ("recent", "error=\"insufficient_user_authentication\", max_age=\"60\"")])
        {
            var url = $"https://api.example.com/{path}";
            using var proved = await app.SendAsync(HttpMethod.Get, url, $"DPoP {token}", client.Proof("GET", url, token));
            Assert.StartsWith($"DPoP {told}, algs=\"ES256 ", Assert.Single(proved.Headers.NonValidated["WWW-Authenticate"]), StringComparison.Ordinal);
            using var bearer = await app.SendAsync(HttpMethod.Get, url, $"Bearer {app.Tokens().Mint()}", null);
            Assert.Equal($"Bearer {told}", Assert.Single(bearer.Headers.NonValidated["WWW-Authenticate"]));
        }
    }

    [Fact]
    public async Task Where_proofs_are_switched_off_the_start_fails()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(settings: new() { ["ProofOfPossession:DisabledReason"] = "the gateway does it" }));
        Assert.Contains("GET /pay requires a proof of possession", exception.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(Action<WebApplicationBuilder>? services = null, Dictionary<string, string?>? settings = null) => JwtApp.StartAsync(settings, services, app =>
    {
        app.MapGet("/pay", (ApiSecurity.Authorization.Caller caller) => caller.Subject).RequireProofOfPossession();
        app.MapGet("/scope", () => "scope").RequireScope("pay");
        app.MapGet("/recent", () => "recent").RequireRecentLogin(TimeSpan.FromMinutes(1));
        app.MapGet("/admin", () => "admin").RequireProofOfPossession().RequirePermission("admin");
        if (services is not null)
        {
            app.MapGet("/other", () => "other").RequireProofOfPossession().RequireAuthorization(policy => policy.AddAuthenticationSchemes("Other").RequireAuthenticatedUser());
        }
    });

    private sealed class OtherHandler(
        Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions> options,
        ILoggerFactory loggers,
        System.Text.Encodings.Web.UrlEncoder encoder,
        System.Security.Claims.Claim claim) : Microsoft.AspNetCore.Authentication.AuthenticationHandler<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<Microsoft.AspNetCore.Authentication.AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(Microsoft.AspNetCore.Authentication.AuthenticateResult.Success(new(new(new System.Security.Claims.ClaimsIdentity([claim], "Other")), "Other")));
    }
}
