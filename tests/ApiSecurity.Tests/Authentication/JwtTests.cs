using ApiSecurity.Pipeline;
using ApiSecurity.Tests.Authorization;

namespace ApiSecurity.Tests.Authentication;

public sealed class JwtTests
{
    [Fact]
    public async Task A_good_token_says_who_calls()
    {
        await using var app = await JwtApp.StartAsync();

        using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));

        Assert.Equal("alice", await response.TextAsync());
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_401_with_a_plain_challenge()
    {
        await using var app = await JwtApp.StartAsync();

        using var response = await app.GetAsync("/me", token: null);

        await DenyByDefaultTests.AssertProblem(response, 401, "unauthenticated");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("unauthenticated", (await app.Events.NextAsync()).Reason);
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task At_an_open_endpoint_a_bad_token_is_no_token_and_is_told()
    {
        await using var app = await JwtApp.StartAsync();

        using var response = await app.GetAsync("/open", "garbage");

        Assert.Equal("nobody", await response.TextAsync());
        var told = await app.Events.NextAsync();
        Assert.Equal(("token_malformed", SecurityEventOutcome.Observed), (told.Reason, told.Outcome));
    }

    [Fact]
    public async Task Permissions_scopes_and_roles_come_from_the_token()
    {
        await using var app = await JwtApp.StartAsync();
        var token = app.Tokens().Mint(change: payload =>
        {
            payload["permissions"] = new[] { "orders.write" };
            payload["scope"] = "openid orders";
            payload["roles"] = new[] { "admin" };
        });

        foreach (var path in new[] { "/write", "/scope", "/role" })
        {
            using var response = await app.GetAsync(path, token);
            Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/write", "permission_missing", "orders.write", "")]
    [InlineData("/scope", "scope_missing", "orders", "Bearer error=\"insufficient_scope\", scope=\"orders\"")]
    [InlineData("/role", "forbidden", null, "")]
    public async Task What_is_missing_is_told_to_the_operator(string path, string reason, string? detail, string challenge)
    {
        await using var app = await JwtApp.StartAsync();

        using var response = await app.GetAsync(path, app.Tokens().Mint());

        await DenyByDefaultTests.AssertProblem(response, 403, reason);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        var told = await app.Events.NextAsync();
        Assert.Equal(("authz_fail", reason, detail, "alice", 403), (told.Name, told.Reason, told.Detail, told.Subject, told.StatusCode));
        Assert.Empty(app.Events.Pending);
    }
}
