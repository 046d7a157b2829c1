using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authorization;

/// <summary>Broken function-level authorization: the same route by another method, and groups whose endpoints forget what the group asks for.</summary>
public sealed class FunctionTests
{
    public static TheoryData<string, string[]> Routes() => new()
    {
        { "delete-needs-less", ["DELETE /a/{id:int} asks for less than GET /a/{key} does, which also asks for: The caller must have the permission orders.read."] },
        { "open-write", ["POST /a asks for less than GET /a does, which also asks for: a known caller."] },
        { "open-read", [] },
        { "other-permission", [] },
        { "more", [] },
        { "stricter-step-up", [] },
        { "weaker-step-up", ["PUT /a asks for less than GET /a does, which also asks for: The caller must have signed in within 00:05:00."] },
        { "wider-roles", ["PUT /a asks for less than GET /a does, which also asks for: The caller must have the role admin."] },
        { "narrower-roles", [] },
        { "any-method", ["ANY /a asks for less than GET /a does, which also asks for: The caller must have the permission orders.read."] },
        { "two-methods", ["GET,POST /a asks for less than GET /a does, which also asks for: The caller must have the permission orders.read."] },
        { "named-policy", ["PATCH /a asks for less than GET /a does, which also asks for: The client must have the scope orders."] },
        { "same-policy", [] },
        { "allowed", [] },
        { "public", [] },
        { "disabled", [] },
        { "options", [] },
        { "other-route", [] },
        { "other-host", [] },
        { "case", ["POST /A asks for less than GET /a does, which also asks for: The caller must have the permission orders.read."] },
        { "controllers", ["DELETE /functions/{id} asks for less than GET /functions/{id} does, which also asks for: The caller must have the permission orders.read."] },
        { "unknown-policy", [] },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Where_changing_asks_for_less_than_reading_the_summary_says_so(string routes, string[] told)
    {
        await using var app = await StartAsync(routes);

        var lines = DenyByDefaultTests.Summary(app).Split('\n').Where(line => line.Contains("asks for less", StringComparison.Ordinal)).Select(line => line.Trim()["note".Length..].Trim());
        Assert.Equal(told, lines);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Or_the_application_does_not_start(string routes, string[] told)
    {
        if (told.Length == 0)
        {
            await using var app = await StartAsync(routes, "Fail");
            return;
        }

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(routes, "Fail"));
        Assert.Contains($"- {told[0]} Ask for the same there; or say why not with .AllowLessProtection(\"…\").", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/admin/users", "admin", 403)]
    [InlineData("GET", "/admin/users", "users.read", 403)]
    [InlineData("GET", "/admin/users", "admin users.read", 200)]
    [InlineData("DELETE", "/admin/users", "admin", 200)]
    [InlineData("DELETE", "/admin/users", "users.read", 403)]
    [InlineData("GET", "/admin/deep/er", "admin users.read", 403)]
    [InlineData("GET", "/admin/deep/er", "admin deep", 200)]
    [InlineData("GET", "/admin/silent", "users.read", 403)]
    [InlineData("GET", "/admin/free", "users.read", 403)]
    [InlineData("GET", "/admin/out", "users.read", 403)]
    public async Task What_a_group_asks_for_no_endpoint_in_it_can_take_away(string method, string path, string permissions, int status)
    {
        await using var app = await JwtApp.StartAsync(map: app =>
        {
            var admin = app.MapGroup("/admin").RequirePermission("admin");
            admin.MapGet("/users", () => "users").RequirePermission("users.read");
            admin.MapDelete("/users", () => "gone");
            admin.MapGroup("/deep").RequirePermission("deep").MapGet("/er", () => "deeper");
            admin.MapGet("/silent", () => "silent").RequireAuthorization();
            admin.MapGet("/free", () => "free").AsPublicEndpointUnlessAuthorized("a test");
            admin.MapGet("/out", () => "out").DisableApiSecurity("not even this opens it");
        });
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new("Bearer", app.Tokens().MintFor("alice", "north", permissions.Split(' ')));

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/any", "admin", 200)]
    [InlineData("/any", "support", 200)]
    [InlineData("/any", "boss", 200)]
    [InlineData("/any", "Admin", 403)]
    [InlineData("/any", "", 403)]
    [InlineData("/all", "admin", 403)]
    [InlineData("/all", "admin auditor", 200)]
    public async Task One_role_of_several_is_enough_and_several_calls_are_all_needed(string path, string roles, int status)
    {
        await using var app = await JwtApp.StartAsync(new() { ["Authorization:Roles:boss:Includes:0"] = "support", ["Authorization:Roles:support:Permissions:0"] = "x" }, map: app =>
        {
            app.MapGet("/any", () => "any").RequireRole("admin", "support");
            app.MapGet("/all", () => "all").RequireRole("admin", "support").RequireRole("auditor");
        });

        using var response = await app.GetAsync(path, app.Tokens().Mint(change: payload => payload["roles"] = roles.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 403)
        {
            Assert.Equal("role_missing", (await app.Events.NextAsync()).Reason);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("admin,support")]
    [InlineData("admin", " ")]
    public void What_is_no_role_is_refused(params string[] roles) => Assert.ThrowsAny<ArgumentException>(() => new RequireRoleAttribute(roles));

    [Fact]
    public async Task Two_lists_of_acr_that_nothing_is_in_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => app.MapGroup("/a").RequireAcr("mfa", "phr").MapGet("/b", () => "b").RequireAcr("pwd")));

        Assert.Contains("GET /a/b asks for an acr in [mfa, phr] and [pwd], and no value is in each of them.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_does_not_exist_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: new() { ["Authorization:OnLessProtectedMethod"] = "7" }));

        Assert.Contains("ApiSecurity:Authorization:OnLessProtectedMethod has a value that can't be used. Write one of Warn, Fail.", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(string routes, string action = "Warn") => TestApp.StartAsync(
        app => Map(app, routes),
        new() { ["Authorization:OnLessProtectedMethod"] = action, ["Posture:Mode"] = "Report" },
        builder =>
        {
            builder.Services.AddControllers().OnlyControllers(typeof(FunctionsController));
            builder.Services.AddAuthorizationBuilder().AddPolicy("orders", policy => policy.RequireScope("orders")).AddPolicy("odd", policy => policy.RequireAssertion(_ => true));
        });

    private static void Map(WebApplication app, string routes)
    {
        static string Ok() => "ok";
        const string Read = "orders.read";
        switch (routes)
        {
            case "delete-needs-less": app.MapGet("/a/{key}", Ok).RequirePermission(Read); app.MapDelete("/a/{id:int}", Ok); break;
            case "open-write": app.MapGet("/a", Ok); app.MapPost("/a", Ok).AllowAnonymous(); break;
            case "open-read": app.MapGet("/a", Ok).AsPublicEndpoint("a test"); app.MapPost("/a", Ok); break;
            case "other-permission": app.MapGet("/a", Ok).RequirePermission(Read); app.MapDelete("/a", Ok).RequirePermission("orders.delete"); break;
            case "more": app.MapGet("/a", Ok).RequirePermission(Read); app.MapDelete("/a", Ok).RequirePermission(Read).RequireScope("x"); break;
            case "stricter-step-up": app.MapGet("/a", Ok).RequireRecentLogin(TimeSpan.FromMinutes(5)); app.MapPut("/a", Ok).RequireRecentLogin(TimeSpan.FromMinutes(1)); break;
            case "weaker-step-up": app.MapGet("/a", Ok).RequireRecentLogin(TimeSpan.FromMinutes(5)); app.MapPut("/a", Ok).RequireRecentLogin(TimeSpan.FromHours(1)); break;
            case "wider-roles": app.MapGet("/a", Ok).RequireRole("admin"); app.MapPut("/a", Ok).RequireRole("admin", "clerk"); break;
            case "narrower-roles": app.MapGet("/a", Ok).RequireRole("admin", "clerk"); app.MapPut("/a", Ok).RequireRole("admin"); break;
            case "any-method": app.MapGet("/a", Ok).RequirePermission(Read); app.Map("/a", Ok); break;
            case "two-methods": app.MapGet("/a", Ok).RequirePermission(Read); app.MapMethods("/a", ["GET", "POST"], Ok); break;
            case "named-policy": app.MapGet("/a", Ok).RequireAuthorization("orders"); app.MapPatch("/a", Ok); break;
            case "same-policy": app.MapGet("/a", Ok).RequireAuthorization("odd", "orders"); app.MapPatch("/a", Ok).RequireAuthorization("odd").RequireScope("orders"); break;
            case "allowed": app.MapGet("/a", Ok); app.MapPost("/a", Ok).AllowAnonymous().AllowLessProtection("signing in"); break;
            case "public": app.MapGet("/a", Ok); app.MapPost("/a", Ok).AsPublicEndpoint("signing in"); break;
            case "disabled": app.MapGet("/a", Ok); app.MapPost("/a", Ok).DisableApiSecurity("legacy"); break;
            case "options": app.MapGet("/a", Ok); app.MapMethods("/a", ["OPTIONS"], Ok).AsPublicEndpoint("a test"); break;
            case "other-route": app.MapGet("/a/b", Ok).RequirePermission(Read); app.MapPost("/a/{id}", Ok); app.MapPost("/a", Ok); break;
            case "other-host": app.MapGet("/a", Ok).RequirePermission(Read).RequireHost("one.example"); app.MapPost("/a", Ok).RequireHost("two.example"); break;
            case "case": app.MapGet("/a", Ok).RequirePermission(Read); app.MapPost("/A", Ok); break;
            case "controllers": app.MapControllers(); break;
            case "unknown-policy": app.MapGet("/a", Ok).RequireAuthorization("nobody-has-added-it"); app.MapPost("/a", Ok); break;
            default: throw new ArgumentOutOfRangeException(nameof(routes));
        }
    }
}

[ApiController]
[Route("functions/{id}")]
public sealed class FunctionsController : ControllerBase
{
    [HttpGet]
    [RequirePermission("orders.read")]
    public string Get(string id) => id;

    [HttpDelete]
    public string Delete(string id) => id;

    [HttpPut]
    [RequirePermission("orders.read")]
    [Authorize(Roles = "clerk")]
    public string Put(string id) => id;
}
