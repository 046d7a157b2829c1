using System.Security.Claims;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization;

public sealed class CallerTests
{
    [Fact]
    public void A_caller_is_read_from_the_claims_of_a_token()
    {
        var caller = Caller.From(Principal(("sub", "alice"), ("client_id", "shop"), ("tenant", "north"), ("permissions", "orders.write"), ("scope", "openid orders")));

        Assert.True(caller.IsAuthenticated);
        Assert.Equal(("alice", "shop", "north"), (caller.Subject, caller.Client, caller.Tenant));
        Assert.True(caller.Can("orders.write"));
        Assert.True(caller.HasScope("openid"));
        Assert.True(caller.HasScope("orders"));
    }

    [Fact]
    public void A_cookies_name_identifier_is_a_subject_too()
    {
        Assert.Equal("7", Caller.From(Principal((ClaimTypes.NameIdentifier, "7"))).Subject);
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("Orders.write")]
    [InlineData("orders.write ")]
    [InlineData("")]
    public void Scopes_and_look_alikes_are_no_permissions(string permission)
    {
        Assert.False(Caller.From(Principal(("scope", "openid"), ("permissions", "orders.write"))).Can(permission));
    }

    [Fact]
    public void A_permission_with_a_space_is_not_two_permissions()
    {
        var caller = Caller.From(Principal(("permissions", "orders.read orders.write")));

        Assert.False(caller.Can("orders.write"));
        Assert.True(Caller.From(Principal(("scope", "orders.read orders.write")), new() { PermissionClaimType = "scope" }).Can("orders.write"));
    }

    [Fact]
    public void A_role_brings_its_permissions()
    {
        var options = new ApiAuthorizationOptions { Roles = { ["support"] = new() { Permissions = { "orders.read.all" } } } };

        Assert.True(Caller.From(Principal((ClaimTypes.Role, "support")), options).Can("orders.read.all"));
        Assert.False(Caller.From(Principal((ClaimTypes.Role, "Support")), options).Can("orders.read.all"));
        Assert.False(Caller.From(Principal(("other", "support")), options).Can("orders.read.all"));
    }

    [Fact]
    public void Two_different_tenants_are_no_tenant()
    {
        Assert.Null(Caller.From(Principal(("tenant", "north"), ("tenant", "south"))).Tenant);
        Assert.Equal("north", Caller.From(Principal(("tenant", "north"), ("tenant", "north"))).Tenant);
        Assert.Null(Caller.From(Principal(("tenant", ""))).Tenant);
    }

    [Fact]
    public void Claims_of_an_identity_that_is_not_authenticated_count_for_nothing()
    {
        var claims = new ClaimsIdentity([new("sub", "alice"), new("tenant", "north"), new("permissions", "all"), new(ClaimTypes.Role, "admin"), new("scope", "all")]);
        var caller = Caller.From(new ClaimsPrincipal(claims));

        Assert.False(caller.IsAuthenticated);
        Assert.Null(caller.Subject);
        Assert.Null(caller.Tenant);
        Assert.False(caller.Can("all") || caller.HasScope("all") || caller.IsInRole("admin"));
    }

    [Theory]
    [InlineData("sub=a", "sub=b", ClaimTypes.NameIdentifier + "=victim")]
    [InlineData("sub=a", "|", "sub=b")]
    [InlineData("sub=a", "|", ClaimTypes.NameIdentifier + "=victim")]
    [InlineData(ClaimTypes.NameIdentifier + "=victim", "|", "sub=a")]
    [InlineData(ClaimTypes.NameIdentifier + "=a", ClaimTypes.NameIdentifier + "=b")]
    [InlineData("sub=")]
    [InlineData("sub=a", "|", "sub=", ClaimTypes.NameIdentifier + "=victim")]
    public void Whose_subject_is_ambiguous_or_empty_is_nobody(params string[] claims) => Assert.Null(Caller.From(Identities(claims)).Subject);

    [Theory]
    [InlineData("a", "sub=a", ClaimTypes.NameIdentifier + "=7")]
    [InlineData("a", "sub=a", "sub=a", "|", ClaimTypes.NameIdentifier + "=a")]
    [InlineData("7", "sub=", ClaimTypes.NameIdentifier + "=7")]
    [InlineData("a", "sub=a", "|", "tenant=north")]
    [InlineData("a", "sub=a", "|?", "sub=b")]
    public void Whose_subject_is_told_once_is_that(string subject, params string[] claims) => Assert.Equal(subject, Caller.From(Identities(claims)).Subject);

    [Theory]
    [InlineData("client_id=a", "client_id=b", "azp=victim")]
    [InlineData("client_id=a", "|", "azp=victim")]
    [InlineData("azp=a", "azp=b")]
    [InlineData("client_id=")]
    public void A_client_that_is_ambiguous_or_empty_is_none(params string[] claims) => Assert.Null(Caller.From(Identities(claims)).Client);

    [Theory]
    [InlineData("tenant=a", "tenant=b")]
    [InlineData("tenant=a", "|", "tenant=b")]
    [InlineData("tenant=")]
    public void A_tenant_that_is_ambiguous_or_empty_is_none(params string[] claims) => Assert.Null(Caller.From(Identities(claims)).Tenant);

    [Fact]
    public void Roles_of_an_identity_that_is_not_authenticated_bring_nothing()
    {
        var options = new ApiAuthorizationOptions { Roles = { ["admin"] = new() { Permissions = { "all" } } } };
        var caller = Caller.From(Identities("sub=alice", "|?", $"{ClaimTypes.Role}=admin", "permissions=more", "scope=orders"), options);

        Assert.True(caller.Principal.IsInRole("admin"));
        Assert.False(caller.IsInRole("admin") || caller.Can("all") || caller.Can("more") || caller.HasScope("orders"));
        Assert.True(Caller.From(Identities("sub=alice", "|", $"{ClaimTypes.Role}=admin"), options).Can("all"));
    }

    [Fact]
    public void An_empty_value_is_no_permission_and_no_scope()
    {
        var caller = Caller.From(Identities("permissions=", "scope= ", "scp="));

        Assert.Empty(caller.Permissions);
        Assert.Empty(caller.Scopes);
    }

    [Fact]
    public async Task When_the_user_changes_the_caller_from_the_services_does_too()
    {
        await using var app = await TestApp.StartAsync(
            use: app => app.Use((context, next) =>
            {
                context.User = Principal(("sub", "before"));
                var before = context.RequestServices.GetRequiredService<Caller>().Subject;
                context.User = Principal(("sub", "after"));
                context.Response.Headers["X-Before"] = before;
                return next(context);
            }).UseApiSecurity(),
            map: app => app.MapGet("/", (Caller caller, IServiceProvider services) => $"{caller.Subject} {services.GetRequiredService<Caller>().Subject}"));

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("before", response.Headers.GetValues("X-Before").Single());
        Assert.Equal("after after", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_singleton_gets_no_caller_because_it_would_keep_the_first_one()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", (Keeper keeper) => keeper.Caller.Subject).AllowAnonymous(), services: builder => builder.Services.AddSingleton<Keeper>());

        var error = Assert.Throws<InvalidOperationException>(() => app.App.Services.GetRequiredService<Keeper>());
        Assert.StartsWith("Caller was asked for by a singleton, or from the application's own services:", error.Message, StringComparison.Ordinal);
        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(500, (int)response.StatusCode);
    }

    [Fact]
    public async Task Outside_of_a_request_the_caller_is_nobody()
    {
        await using var app = await TestApp.StartAsync();
        using var scope = app.App.Services.CreateScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<Caller>().IsAuthenticated);
    }

    [Fact]
    public async Task When_the_user_changes_object_rules_are_asked_for_the_new_one()
    {
        var order = Objects.ShopApp.Orders[0];
        await using var app = await Objects.ShopApp.StartAsync(app => app.MapGet("/", (HttpContext context, ObjectAuthorizer objects) =>
        {
            var before = objects.Can(order, Operation.Read);
            context.User = Objects.ShopCaller.Principal("mallory", "south");
            return $"{before} {objects.Can(order, Operation.Read)}";
        }));

        Assert.Equal("True False", (await app.SendAsync("GET", "/", "alice@north")).Text);
    }

    [Fact]
    public async Task An_endpoint_takes_the_caller_as_a_parameter_or_from_its_services()
    {
        await using var app = await TestApp.StartAsync(
            use: app => app.Use((context, next) =>
            {
                context.User = Principal(("sub", context.Request.Headers["X-Test-User"].ToString()));
                return next(context);
            }).UseApiSecurity(),
            map: app => app.MapGet("/", (Caller caller, IServiceProvider services, HttpContext context) =>
                $"{caller.Subject} {services.GetRequiredService<Caller>().Subject} {ReferenceEquals(caller, context.GetCaller())}").AllowAnonymous());

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Test-User", "alice" } } };
        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("alice alice True", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Roles_come_from_the_configuration()
    {
        await using var app = await TestApp.StartAsync(
            settings: new() { ["Authorization:Roles:support:Permissions:0"] = "orders.read.all", ["Authorization:TenantClaimType"] = "org" },
            use: app => app.Use((context, next) =>
            {
                context.User = Principal((ClaimTypes.Role, "support"), ("org", "north"));
                return next(context);
            }).UseApiSecurity(),
            map: app => app.MapGet("/", (Caller caller) => $"{caller.Can("orders.read.all")} {caller.Tenant}").AllowAnonymous());

        Assert.Equal("True north", await app.CreateClient().GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    private sealed class Keeper(Caller caller)
    {
        public Caller Caller => caller;
    }

    /// <summary>"type=value", and "|" or "|?" where an authenticated identity or another begins.</summary>
    private static ClaimsPrincipal Identities(params string[] claims)
    {
        var identity = new ClaimsIdentity("test");
        var principal = new ClaimsPrincipal(identity);
        foreach (var claim in claims)
        {
            if (claim[0] == '|')
            {
                principal.AddIdentity(identity = new ClaimsIdentity(claim == "|" ? "other" : null));
                continue;
            }

            var separator = claim.LastIndexOf('=');
            identity.AddClaim(new Claim(claim[..separator], claim[(separator + 1)..]));
        }

        return principal;
    }

    private static ClaimsPrincipal Principal(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value)), "test"));
}
