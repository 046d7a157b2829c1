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
        // Of both ways that are there (RFC 9449 section 7.2).
        Assert.Equal(["Bearer", "DPoP algs=\"ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512\""], response.Headers.NonValidated["WWW-Authenticate"]);
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

    [Fact]
    public async Task Callers_at_the_same_time_are_never_taken_for_each_other()
    {
        await using var app = await JwtApp.StartAsync(new() { ["RateLimiting:DisabledReason"] = "the test asks often" });
        var client = app.CreateClient();
        var tokens = Enumerable.Range(0, 16).ToDictionary(number => $"caller-{number}", number => app.Tokens().Mint($"caller-{number}"));

        await Parallel.ForEachAsync(Enumerable.Range(0, 800), TestContext.Current.CancellationToken, async (number, cancellationToken) =>
        {
            var subject = $"caller-{number % 16}";
            using var request = new HttpRequestMessage(HttpMethod.Get, number % 5 == 0 ? "/open" : "/me");
            request.Headers.Authorization = new("Bearer", number % 7 == 0 ? tokens[subject] + "x" : tokens[subject]);
            using var response = await client.SendAsync(request, cancellationToken);
            var answer = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellationToken) : $"{(int)response.StatusCode}";
            Assert.Equal(number % 7 == 0 ? number % 5 == 0 ? "nobody" : "401" : subject, answer);
        });
    }

    [Fact]
    public async Task Changed_options_hold_for_the_next_request_and_wrong_ones_never()
    {
        await using var app = await JwtApp.StartAsync();
        var token = app.Tokens().Mint(change: payload => (payload["aud"], payload["roles"]) = ("warehouse", new[] { "clerk" }));
        await app.AssertRefusedAsync(token, "audience_mismatch");

        Change(app, "Jwt:ValidAudiences:0", "warehouse");
        using var accepted = await app.GetAsync("/me", token);
        Assert.Equal("alice", await accepted.TextAsync());

        using var before = await app.GetAsync("/write", token);
        Assert.Equal(403, (int)before.StatusCode);
        Change(app, "Authorization:Roles:clerk:Permissions:0", "orders.write");
        using var after = await app.GetAsync("/write", token);
        Assert.Equal("written", await after.TextAsync());

        Change(app, "Jwt:ValidAlgorithms:0", "none");
        using var still = await app.GetAsync("/me", token);
        Assert.Equal("alice", await still.TextAsync());
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Id.Name == "ReloadRefused");
    }

    private static void Change(TestApp app, string key, string value)
    {
        var root = (IConfigurationRoot)app.App.Configuration;
        root[$"ApiSecurity:{key}"] = value;
        root.Reload();
    }
}
