using System.Security.Claims;
using ApiSecurity.Authorization;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authorization;

/// <summary>Roles that bring, include and deny; wildcards.</summary>
public sealed class RoleMapTests
{
    [Theory]
    [InlineData("orders.*", "orders.read", true)]
    [InlineData("orders.*", "orders.read.all", true)]
    [InlineData("orders.*", "orders", false)]
    [InlineData("orders.*", "orders.", false)]
    [InlineData("orders.*", "ordersx.read", false)]
    [InlineData("orders.*", "Orders.read", false)]
    [InlineData("orders.*", "orders.*", false)]
    [InlineData("orders:*", "orders:read", true)]
    [InlineData("orders:*", "orders.read", false)]
    [InlineData("*", "anything", true)]
    [InlineData("*", "", false)]
    [InlineData("*", "*", false)]
    [InlineData("orders.read", "orders.read.all", false)]
    public void A_wildcard_is_all_that_begins_so_and_goes_on(string granted, string asked, bool expected) =>
        Assert.Equal(expected, Caller.From(Clerk(), Roles(("clerk", [granted], [], []))).Can(asked));

    [Theory]
    [InlineData("orders.*", "orders.read")]
    [InlineData("*", "orders.read")]
    public void In_a_claim_a_wildcard_grants_only_where_the_options_say_so(string claim, string asked)
    {
        Assert.False(Caller.From(Principal(("permissions", claim))).Can(asked));
        Assert.False(Caller.From(Principal(("permissions", claim))).Can(claim));
        Assert.Empty(Caller.From(Principal(("permissions", claim))).Permissions);
        Assert.True(Caller.From(Principal(("permissions", claim)), new() { AllowWildcardsInClaims = true }).Can(asked));
    }

    [Theory]
    [InlineData("orders*")]
    [InlineData("*.read")]
    [InlineData("orders.*.read")]
    [InlineData("**")]
    [InlineData(".*")]
    [InlineData("orders.**")]
    public void A_wildcard_that_is_none_grants_nothing(string claim)
    {
        var caller = Caller.From(Principal(("permissions", claim)), new() { AllowWildcardsInClaims = true });

        Assert.False(caller.Can("orders.read") || caller.Can("orders.read.read") || caller.Can(claim) || caller.Can(".x"));
    }

    [Fact]
    public void Who_has_a_role_has_those_that_it_includes_but_not_those_that_include_it()
    {
        var options = Roles(("admin", ["users.write"], ["support"], []), ("support", ["orders.read"], ["reader"], []), ("reader", ["news.read"], [], []));
        var admin = Caller.From(Principal((ClaimTypes.Role, "admin")), options);
        var support = Caller.From(Principal((ClaimTypes.Role, "support")), options);

        Assert.True(admin.IsInRole("admin") && admin.IsInRole("support") && admin.IsInRole("reader"));
        Assert.True(admin.Can("users.write") && admin.Can("orders.read") && admin.Can("news.read"));
        Assert.True(support.Can("orders.read") && support.Can("news.read") && support.IsInRole("reader"));
        Assert.False(support.Can("users.write") || support.IsInRole("admin"));
    }

    [Fact]
    public void Denied_goes_before_everything()
    {
        var options = Roles(("clerk", ["orders.*"], [], []), ("trainee", [], [], ["orders.delete", "money.*"]), ("intern", ["desk"], ["trainee"], []));
        var principal = Principal((ClaimTypes.Role, "clerk"), (ClaimTypes.Role, "intern"), ("permissions", "orders.delete"), ("permissions", "money.pay"), ("permissions", "money"));
        var caller = Caller.From(principal, options);

        Assert.True(caller.Can("orders.read") && caller.Can("desk") && caller.Can("money"));
        Assert.False(caller.Can("orders.delete") || caller.Can("money.pay"));
        Assert.Equal(["desk", "money", "orders.*"], caller.Permissions.Order());
    }

    [Theory]
    [InlineData("orders.delete", "orders.delete", "orders.read")]
    [InlineData("orders.d*", "orders.delete", "orders.read")]
    [InlineData("orders.delete*x", "orders.delete", "orders.read")]
    public void A_claim_can_deny_and_a_badly_written_wildcard_denies_more_not_less(string denied, string not, string still)
    {
        var options = new ApiAuthorizationOptions { DeniedPermissionClaimType = "denied", Roles = { ["clerk"] = new() { Permissions = { "*" } } } };
        var caller = Caller.From(Principal((ClaimTypes.Role, "clerk"), ("denied", denied), ("permissions", not)), options);

        Assert.False(caller.Can(not == denied ? not : not + "x"));
        Assert.True(caller.Can(still));
        Assert.False(Caller.From(Principal((ClaimTypes.Role, "clerk"), ("denied", "*")), options).Can(still));
        Assert.True(Caller.From(Principal((ClaimTypes.Role, "clerk"), ("denied", denied)), new() { Roles = { ["clerk"] = new() { Permissions = { "*" } } } }).Can(not));
    }

    [Fact]
    public void A_denial_by_an_identity_that_is_not_authenticated_counts_no_more_than_a_grant()
    {
        var options = new ApiAuthorizationOptions { DeniedPermissionClaimType = "denied" };
        var principal = Principal(("permissions", "orders.read"));
        principal.AddIdentity(new ClaimsIdentity([new("denied", "orders.read"), new("permissions", "orders.write")]));

        Assert.True(Caller.From(principal, options).Can("orders.read"));
        Assert.False(Caller.From(principal, options).Can("orders.write"));
    }

    [Theory]
    [InlineData("ApiSecurity:Authorization:Roles:a:Includes:0 leads back to the role itself. Remove one of the entries of the circle:", "a:Includes:0", "a")]
    [InlineData("ApiSecurity:Authorization:Roles:a:Includes:0 leads back to the role itself.", "a:Includes:0", "b", "b:Includes:0", "c", "c:Includes:0", "a")]
    [InlineData("ApiSecurity:Authorization:Roles:clerk:Includes:0 is no role that is listed in Roles. Did you mean support?", "clerk:Includes:0", "suport", "support:Permissions:0", "x")]
    [InlineData("ApiSecurity:Authorization:Roles:clerk:Includes:0 is no role that is listed in Roles. Add the role, or remove the entry.", "clerk:Includes:0", "somebody-else")]
    [InlineData("ApiSecurity:Authorization:Roles:clerk:Permissions:0 is not a permission.", "clerk:Permissions:0", "orders read")]
    [InlineData("ApiSecurity:Authorization:Roles:clerk:Permissions:0 is not a permission.", "clerk:Permissions:0", "")]
    [InlineData("ApiSecurity:Authorization:Roles:clerk:Permissions:0 has a * in a place where it means nothing.", "clerk:Permissions:0", "orders*")]
    [InlineData("ApiSecurity:Authorization:Roles:clerk:Denied:0 has a * in a place where it means nothing.", "clerk:Denied:0", "*.delete")]
    [InlineData("ApiSecurity:Authorization:Roles:clerk:Permision is not a key that ApiSecurity knows. Did you mean Permissions?", "clerk:Permision:0", "x")]
    public async Task What_can_not_be_meant_stops_the_start(string message, params string[] settings)
    {
        var all = settings.Chunk(2).ToDictionary(pair => $"Authorization:Roles:{pair[0]}", pair => (string?)pair[1]);

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: all));

        Assert.Contains(error.Failures, failure => failure.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_that_brings_nothing_and_a_claim_that_grants_and_denies_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(configure: options =>
        {
            options.Authorization.Roles["clerk"] = new();
            options.Authorization.DeniedPermissionClaimType = "permissions";
        }));

        Assert.Contains(error.Failures, failure => failure.StartsWith("ApiSecurity:Authorization:Roles:clerk brings nothing.", StringComparison.Ordinal));
        Assert.Contains(error.Failures, failure => failure.StartsWith("ApiSecurity:Authorization:DeniedPermissionClaimType is the claim that grants permissions.", StringComparison.Ordinal));
    }

    [Fact]
    public void Roles_that_include_each_other_end_even_where_nobody_has_checked_them()
    {
        var options = Roles(("a", ["x"], ["b"], []), ("b", ["y"], ["a"], []));

        Assert.True(Caller.From(Principal((ClaimTypes.Role, "a")), options).Can("y"));
    }

    [Fact]
    public void A_long_chain_and_many_permissions_are_put_together_once()
    {
        var options = new ApiAuthorizationOptions();
        for (var index = 0; index < 2000; index++)
        {
            options.Roles[$"r{index}"] = new() { Permissions = { $"p{index}" }, Includes = { $"r{index + 1}" } };
        }

        options.Roles["r2000"] = new() { Permissions = { "last" } };

        Assert.True(Caller.From(Principal((ClaimTypes.Role, "r1999")), options).Can("last"));
        Assert.True(Caller.From(Principal((ClaimTypes.Role, "r0")), options).Can("last"));
        Assert.False(Caller.From(Principal((ClaimTypes.Role, "r2000")), options).Can("p1999"));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var options = new ApiAuthorizationOptions { DeniedPermissionClaimType = "denied", Roles = { ["clerk"] = new() { Permissions = { "orders.*", "news.read" }, Denied = { "orders.delete" } } } };
        var caller = Caller.From(Principal((ClaimTypes.Role, "clerk"), ("denied", "money.*"), ("acr", "mfa"), ("auth_time", "1700000000")), options);
        var answers = 0;

        Assert.Equal(0, Allocations.Of(() =>
        {
            answers += caller.Can("orders.read") ? 1 : 0;
            answers += caller.Can("news.read") ? 1 : 0;
            answers += caller.Can("orders.delete") ? 1000 : 0;
            answers += caller.IsInRole("clerk") ? 1 : 0;
            answers += caller.IsInRole("admin") ? 1000 : 0;
            answers += caller.AuthenticationContextClass == "mfa" && caller.AuthenticationTime is not null ? 1 : 0;
        }));
        Assert.True(answers > 0 && answers % 4 == 0);
    }

    private static ClaimsPrincipal Clerk() => Principal((ClaimTypes.Role, "clerk"));

    private static ApiAuthorizationOptions Roles(params (string Name, string[] Permissions, string[] Includes, string[] Denied)[] roles)
    {
        var options = new ApiAuthorizationOptions();
        foreach (var (name, permissions, includes, denied) in roles)
        {
            var role = options.Roles[name] = new RoleOptions();
            Array.ForEach(permissions, role.Permissions.Add);
            Array.ForEach(includes, role.Includes.Add);
            Array.ForEach(denied, role.Denied.Add);
        }

        return options;
    }

    private static ClaimsPrincipal Principal(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value)), "test"));
}
