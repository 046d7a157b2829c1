using System.IdentityModel.Tokens.Jwt;
using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ApiSecurity.Tests.Authentication.Possession;

/// <summary>An application may have another class of the token library read its tokens. What they are bound to counts all the same.</summary>
public sealed class OtherTokenClassTests
{
    private const string Url = "https://api.example.com/me";

    [Fact]
    public async Task A_bound_token_needs_its_proof()
    {
        await using var app = await StartAsync();
        var client = new ProofMaker(app.Time);
        var token = app.Tokens().Mint("alice", claims => claims["cnf"] = new { jkt = client.Thumbprint });

        await AssertRefusedAsync(app, token, "token_downgraded");
        await app.AssertNotLetInAsync(Url, token, new ProofMaker(app.Time).Proof("GET", Url, token), "proof_key_mismatch", "invalid_token");
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"kid\":\"a\"}")]
    public async Task A_confirmation_that_nobody_can_check_is_refused(string confirmation)
    {
        await using var app = await StartAsync();

        await AssertRefusedAsync(app, app.Tokens().Mint("alice", claims => claims["cnf"] = System.Text.Json.JsonDocument.Parse(confirmation).RootElement), "confirmation_unknown");
    }

    [Fact]
    public async Task Where_proofs_are_required_no_bearer_token_is_taken()
    {
        await using var app = await StartAsync(new() { ["ProofOfPossession:DPoP"] = "Required" });

        await AssertRefusedAsync(app, app.Tokens().Mint(), "proof_required");
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => JwtApp.StartAsync(settings, builder =>
        builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new JwtSecurityTokenHandler { MapInboundClaims = false });
        }));

    private static async Task AssertRefusedAsync(TestApp app, string token, string reason)
    {
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(reason, (await app.Events.NextAsync()).Reason);
    }
}
