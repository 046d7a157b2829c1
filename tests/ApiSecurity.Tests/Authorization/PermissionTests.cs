using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;

namespace ApiSecurity.Tests.Authorization;

/// <summary>Permissions and scopes: on endpoints, groups, controllers and in policies.</summary>
public sealed class PermissionTests
{
    public static TheoryData<string, string, int, string?> Calls() => new()
    {
        { "/api/list", "orders.read", 200, null },
        { "/api/list", "orders.write", 403, "permission_missing orders.read" },
        { "/api/save", "orders.read", 403, "permission_missing orders.write" },
        { "/api/save", "orders.write", 403, "permission_missing orders.read" },
        { "/api/save", "orders.read orders.write", 403, "scope_missing orders" },
        { "/api/save", "orders.read orders.write scope:orders", 200, null },
        { "/api/open", "", 200, null },
        { "/api/admins", "orders.read", 403, "forbidden " },
        { "/api/admins", "orders.read role:admin", 200, null },
        { "/derived/list", "orders.write", 403, "permission_missing orders.read" },
        { "/derived/list", "orders.read", 200, null },
        { "/group/a", "group", 403, "permission_missing orders.write" },
        { "/group/a", "orders.write", 403, "permission_missing group" },
        { "/group/a", "group orders.write", 200, null },
        { "/policy", "orders.write", 403, "scope_missing orders" },
        { "/policy", "scope:orders", 403, "permission_missing orders.write" },
        { "/policy", "scope:orders orders.write", 200, null },
        { "/group/a", "role:clerk", 200, null },
        { "/policy", "role:clerk scope:orders", 200, null },
        { "/api/list", "role:Clerk", 403, "permission_missing orders.read" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Everything_that_is_asked_for_is_required(string path, string grants, int status, string? told)
    {
        await using var app = await StartAsync();
        var words = grants.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var token = app.Tokens().Mint(change: payload =>
        {
            payload["permissions"] = words.Where(word => !word.Contains(':', StringComparison.Ordinal)).ToArray();
            payload["scope"] = string.Join(' ', After("scope:"));
            payload["roles"] = After("role:").ToArray();
        });

        using var response = await app.GetAsync(path, token);

        Assert.True(status == (int)response.StatusCode, $"{path} with '{grants}': {response.StatusCode} {await response.TextAsync()}");
        if (told is not null)
        {
            var refused = await app.Events.NextAsync();
            Assert.Equal((told, SecurityEventOutcome.Refused), ($"{refused.Reason} {refused.Detail}", refused.Outcome));
        }

        Assert.Empty(app.Events.Pending);

        IEnumerable<string> After(string prefix) => words.Where(word => word.StartsWith(prefix, StringComparison.Ordinal)).Select(word => word[prefix.Length..]);
    }

    [Theory]
    [InlineData("/api/list")]
    [InlineData("/derived/list")]
    [InlineData("/group/a")]
    [InlineData("/policy")]
    public async Task Without_a_caller_the_answer_is_401(string path)
    {
        await using var app = await StartAsync();

        using var response = await app.GetAsync(path, token: null);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task All_scopes_that_are_missing_are_told_at_once()
    {
        await using var app = await StartAsync();

        using var response = await app.GetAsync("/scopes", app.Tokens().Mint(change: payload => payload["scope"] = "profile"));

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"orders orders:export\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("orders orders:export", (await app.Events.NextAsync()).Detail);
    }

    [Theory]
    [InlineData("scope", "openid orders")]
    [InlineData("scope", "openid", "orders")]
    [InlineData("scp", "openid orders")]
    [InlineData("scp", "openid", "orders")]
    public async Task Scopes_are_read_as_servers_write_them(string claim, params string[] values)
    {
        await using var app = await StartAsync();

        using var response = await app.GetAsync("/scope", app.Tokens().Mint(change: payload => payload[claim] = values.Length == 1 ? values[0] : values));

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_permission_that_AllowAnonymous_makes_void_is_listed()
    {
        await using var app = await StartAsync();

        var summary = DenyByDefaultTests.Summary(app);
        Assert.Contains("exposed GET /void  (AllowAnonymous, which makes void what else it asks for)", summary, StringComparison.Ordinal);
        Assert.Contains("exposed GET /free  (AllowAnonymous)", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_hubs_method_they_would_not_be_read_and_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapHub<ChatHub>("/chat"), services: builder => builder.Services.AddSignalR()));

        Assert.Contains("ChatHub.Close has [RequirePermission] or another [Require…] attribute, which SignalR does not read on a hub's method.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ChatHub.Say", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_hub_they_hold_for_whoever_connects()
    {
        await using var app = await StartAsync(app => app.MapHub<NewsHub>("/news"), builder => builder.Services.AddSignalR());
        async Task<int> ConnectAsync(string permission)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/news/negotiate?negotiateVersion=1");
            request.Headers.Authorization = new("Bearer", app.Tokens().MintFor("alice", "north", permission));
            using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }

        Assert.Equal(403, await ConnectAsync("news.write"));
        Assert.Equal(200, await ConnectAsync("news.read"));
    }

    [Fact]
    public async Task In_MVC_without_endpoint_routing_they_would_not_be_read_and_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.UseMvc(),
            services: builder => builder.Services.AddMvc(options => options.EnableEndpointRouting = false).OnlyControllers(typeof(PermissionController))));

        Assert.Contains("PermissionController.Save has [RequirePermission] or another [Require…] attribute, which MVC without endpoint routing does not read.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("orders.read orders.write")]
    [InlineData("orders\tread")]
    public void A_list_is_not_a_name(string name)
    {
        Assert.Throws<ArgumentException>(() => new RequirePermissionAttribute(name));
        Assert.Throws<ArgumentException>(() => new RequireScopeAttribute(name));
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequirePermission(name));
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireScope(name));
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("ö")]
    [InlineData("a\r\nX: y")]
    public void A_scope_that_could_leave_its_quotes_is_not_a_scope(string name) => Assert.Throws<ArgumentException>(() => new RequireScopeAttribute(name));

    private static Task<TestApp> StartAsync(Action<WebApplication>? map = null, Action<WebApplicationBuilder>? services = null) => JwtApp.StartAsync(
        new()
        {
            ["Authorization:Roles:clerk:Permissions:0"] = "orders.read",
            ["Authorization:Roles:clerk:Permissions:1"] = "orders.write",
            ["Authorization:Roles:clerk:Permissions:2"] = "group",
        },
        builder =>
        {
            builder.Services.AddControllers().OnlyControllers(typeof(PermissionController), typeof(DerivedController));
            services?.Invoke(builder);
        },
        app =>
        {
            app.MapControllers();
            app.MapGroup("/group").RequirePermission("group").MapGet("/a", () => "a").RequirePermission("orders.write");
            app.MapGet("/policy", () => "policy").RequireAuthorization(policy => policy.RequirePermission("orders.write").RequireScope("orders"));
            app.MapGet("/scope", () => "scope").RequireScope("orders");
            app.MapGet("/scopes", () => "scopes").RequireScope("orders").RequireScope("profile").RequireScope("orders:export");
            app.MapGet("/void", () => "void").RequirePermission("orders.write").AllowAnonymous();
            app.MapGet("/free", () => "free").AllowAnonymous();
            map?.Invoke(app);
        });

    private sealed class ChatHub : Hub
    {
        public string Say(string text) => text;

        [RequirePermission("chat.close")]
        public string Close(string room) => room;
    }

    [RequirePermission("news.read")]
    private sealed class NewsHub : Hub;
}

[ApiController]
[Route("api")]
[RequirePermission("orders.read")]
public class PermissionController : ControllerBase
{
    [HttpGet("list")]
    public string List() => "list";

    [HttpGet("save")]
    [RequirePermission("orders.write")]
    [RequireScope("orders")]
    public string Save() => "saved";

    [HttpGet("open")]
    [AllowAnonymous]
    public string Open() => "open";

    [HttpGet("admins")]
    [Authorize(Roles = "admin")]
    public string Admins() => "admins";
}

[Route("derived")]
public sealed class DerivedController : PermissionController;
