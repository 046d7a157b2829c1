using System.Net;
using System.Net.Http.Headers;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.Testing.Tests;

/// <summary>Tokens for integration tests of one's own.</summary>
public sealed class TestTokensTests
{
    [Fact]
    public async Task The_application_knows_the_caller_by_its_own_claim_names()
    {
        using var tokens = new TestTokens();
        await using var app = await StartAsync(tokens, settings: new() { ["ApiSecurity:Authorization:TenantClaimType"] = "org", ["ApiSecurity:Authorization:PermissionClaimType"] = "scope", ["ApiSecurity:Jwt:RoleClaimType"] = "groups" });

        var text = await GetAsync(app, tokens.Mint(new TestCaller("alice", "north", "orders.write") { Roles = ["staff"], Scopes = ["orders"] }));

        Assert.Equal((HttpStatusCode.OK, "alice north True True True"), text);
    }

    [Fact]
    public async Task A_token_can_be_made_wrong()
    {
        using var tokens = new TestTokens();
        await using var app = await StartAsync(tokens);
        var caller = new TestCaller("alice", "north", "orders.write");

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, tokens.Mint(caller))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(app, tokens.Mint(caller, payload => payload["exp"] = 1))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(app, tokens.Mint(caller, payload => payload["aud"] = "other"))).Status);
    }

    [Fact]
    public async Task Tokens_of_another_source_are_not_trusted()
    {
        using var tokens = new TestTokens();
        using var others = new TestTokens();
        await using var app = await StartAsync(tokens);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(app, others.Mint(new TestCaller("alice")))).Status);
    }

    private static async Task<WebApplication> StartAsync(TestTokens tokens, Dictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Configuration["ApiSecurity:Jwt:Audience"] = "shop";
        builder.Services.AddApiSecurity().AddJwt();
        builder.Services.AddTestTokens(tokens);
        var app = builder.Build();
        app.UseApiSecurity();
        app.MapGet("/me", (Caller caller) => $"{caller.Subject} {caller.Tenant} {caller.Can("orders.write")} {caller.HasScope("orders")} {caller.IsInRole("staff")}");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(WebApplication app, string token)
    {
        using var client = app.GetTestClient();
        client.BaseAddress = new Uri("https://localhost");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync(new Uri("/me", UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
