namespace ApiSecurity.Tests.Authorization;

public sealed class DenyByDefaultTests
{
    [Fact]
    public async Task Without_any_scheme_the_answer_is_a_clean_401_and_the_log_says_why()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/orders", () => "secret"));

        using var response = await app.CreateClient().GetAsync("/orders", TestContext.Current.CancellationToken);

        await AssertProblem(response, 401, "unauthenticated");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        var told = await app.Events.NextAsync();
        Assert.Equal(("authn_login_fail", "unauthenticated", SecurityEventOutcome.Refused, 401), (told.Name, told.Reason, told.Outcome, told.StatusCode));
        Assert.Empty(app.Events.Pending);
        var summary = Summary(app);
        Assert.Contains("no authentication scheme is registered", summary, StringComparison.Ordinal);
        Assert.Contains("closed  GET /orders  (needs a known caller; to open it: app.MapGet(\"/orders\", …).AsPublicEndpoint(\"…\"))", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/open", 200)]
    [InlineData("/authorize", 401)]
    [InlineData("/permission", 401)]
    [InlineData("/scope", 401)]
    [InlineData("/taken-out", 200)]
    [InlineData("/taken-out-but-authorize", 401)]
    [InlineData("/nothing-here", 401)]
    public async Task Anonymous_callers_get_only_what_says_that_they_may(string path, int status)
    {
        await using var app = await TestApp.StartAsync(MapAll);

        using var response = await app.CreateClient().GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("Mode")]
    [InlineData("Authorization:Mode")]
    public async Task Report_mode_only_tells_what_deny_by_default_would_do(string key)
    {
        await using var app = await TestApp.StartAsync(MapAll, settings: new() { [key] = "Report" });
        var client = app.CreateClient();

        Assert.Equal("closed", await client.GetStringAsync("/closed", TestContext.Current.CancellationToken));
        var told = await app.Events.NextAsync();
        Assert.Equal(("unauthenticated", SecurityEventOutcome.Reported, 401, "/closed"), (told.Reason, told.Outcome, told.StatusCode, told.Endpoint));

        using var unknown = await client.GetAsync("/nothing-here", TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Equal(SecurityEventOutcome.Reported, (await app.Events.NextAsync()).Outcome);

        using var explicitly = await client.GetAsync("/authorize", TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)explicitly.StatusCode);
        Assert.Equal(SecurityEventOutcome.Refused, (await app.Events.NextAsync()).Outcome);
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task Switched_off_with_a_reason_only_the_applications_own_policies_are_left()
    {
        await using var app = await TestApp.StartAsync(MapAll, settings: new() { ["Authorization:DisabledReason"] = "the gateway does it" });
        var client = app.CreateClient();

        Assert.Equal("closed", await client.GetStringAsync("/closed", TestContext.Current.CancellationToken));
        using var explicitly = await client.GetAsync("/authorize", TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)explicitly.StatusCode);
        Assert.Contains("off     authorization    the gateway does it", Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_of_closed_endpoints_is_cut_and_counted()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            for (var index = 0; index < 300; index++)
            {
                app.MapGet($"/closed/{index}", () => "");
                app.MapGet($"/open/{index}", () => "").AllowAnonymous();
            }
        });

        var summary = Summary(app);
        Assert.Equal(50, summary.Split("  closed  ").Length - 1);
        Assert.Equal(50, summary.Split("  exposed ").Length - 1);
        Assert.Contains("250 more endpoints are closed only by deny by default", summary, StringComparison.Ordinal);
        Assert.Contains("250 more endpoints are open", summary, StringComparison.Ordinal);
    }

    internal static void MapAll(WebApplication app)
    {
        app.MapGet("/closed", () => "closed");
        app.MapGet("/open", () => "open").AllowAnonymous();
        app.MapGet("/authorize", () => "authorize").RequireAuthorization();
        app.MapGet("/permission", () => "permission").RequirePermission("orders.read");
        app.MapGet("/scope", () => "scope").RequireScope("orders");
        app.MapGet("/taken-out", () => "taken out").DisableApiSecurity("a test");
        app.MapGet("/taken-out-but-authorize", () => "taken out").DisableApiSecurity("a test").RequireAuthorization();
    }

    internal static async Task AssertProblem(HttpResponseMessage response, int status, string code)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var json = System.Text.Json.JsonDocument.Parse(body);
        Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
        Assert.Equal(status, json.RootElement.GetProperty("status").GetInt32());
    }

    internal static string Summary(TestApp app) => app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
}
