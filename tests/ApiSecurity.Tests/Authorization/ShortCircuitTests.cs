using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Tests.Authorization;

/// <summary>Endpoints that the framework runs inside of routing, before any step that asks who calls.</summary>
public sealed class ShortCircuitTests
{
    public static TheoryData<string> Asking() => ["silent", "requirement", "policy", "ours"];

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task An_endpoint_that_would_answer_before_anybody_asks_who_calls_stops_the_start(string kind)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => Map(app, kind), services: SkipTheFrameworksCheck));

        Assert.Contains(
            "GET /x is short-circuited, so it would answer inside of routing, before anybody asks who calls. Remove .ShortCircuit(), or, if anybody may call it, add .AsPublicEndpoint(\"…\").",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_one_answers_and_is_listed()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/x", () => "x").ShortCircuit().AllowAnonymous());

        Assert.Equal("x", await app.CreateClient().GetStringAsync("/x", TestContext.Current.CancellationToken));
        Assert.Contains("exposed GET /x  (AllowAnonymous; ShortCircuit: answers before the pipeline's later steps)", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_taken_out_is_listed_with_its_reason()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/x", () => "x").ShortCircuit().DisableApiSecurity("a test"));

        Assert.Contains("exposed GET /x  (ShortCircuit: answers before the pipeline's later steps)", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
        Assert.Contains("exposed GET /x  (ApiSecurity is disabled: a test)", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mode", "Report")]
    [InlineData("Authorization:DisabledReason", "the gateway does it")]
    public async Task Where_nothing_is_closed_it_only_is_listed_and_never_as_closed(string key, string value)
    {
        await using var app = await TestApp.StartAsync(app => Map(app, "silent"), new() { [key] = value });

        Assert.Equal("x", await app.CreateClient().GetStringAsync("/x", TestContext.Current.CancellationToken));
        var summary = DenyByDefaultTests.Summary(app);
        Assert.Contains("exposed GET /x  (ShortCircuit: answers before the pipeline's later steps)", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("closed  GET /x", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_that_would_not_be_asked_for_stops_the_start_in_Report_mode_too() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => Map(app, "ours"), new() { ["Mode"] = "Report" }, SkipTheFrameworksCheck));

    [Fact]
    public async Task Those_that_only_send_a_status_need_no_word()
    {
        await using var app = await TestApp.StartAsync(app => app.MapShortCircuit(404, "robots.txt", "favicon.ico"));

        using var response = await app.CreateClient().GetAsync("/robots.txt", TestContext.Current.CancellationToken);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains("exposed ANY /robots.txt/{**catchall}  (ShortCircuit: answers before the pipeline's later steps)", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    private static void SkipTheFrameworksCheck(WebApplicationBuilder builder) =>
        builder.Services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);

    private static void Map(WebApplication app, string kind)
    {
        var endpoint = app.MapGet("/x", () => "x").ShortCircuit();
        _ = kind switch
        {
            "requirement" => endpoint.WithMetadata(new KnownAttribute()),
            "policy" => endpoint.RequireAuthorization(policy => policy.RequireAuthenticatedUser()),
            "ours" => endpoint.RequirePermission("orders.read"),
            _ => endpoint,
        };
    }

    private sealed class KnownAttribute : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement()];
    }
}
