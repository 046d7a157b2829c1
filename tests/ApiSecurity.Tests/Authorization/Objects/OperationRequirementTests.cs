using System.Security.Claims;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed class OperationRequirementTests
{
    private static OperationAuthorizationRequirement Of(string name) => new() { Name = name };

    [Fact]
    public async Task The_frameworks_resource_based_authorization_asks_the_policy()
    {
        await using var app = await ShopApp.StartAsync(
            app => app.MapGet("/{id:int}/{name}", async (int id, string name, IAuthorizationService service, ClaimsPrincipal user) =>
                (await service.AuthorizeAsync(user, ShopApp.Orders.Single(order => order.Id == id), Of(name))).Succeeded),
            policies: security => security.AddObjectPolicy<ShopOrderPolicy>().AddObjectPolicy<ShopCustomerPolicy>().AddObjectOperation("View", Operation.Read));

        foreach (var (path, caller, isAllowed) in new[]
        {
            ("/1/Read", "alice@north", true), ("/1/View", "alice@north", true), ("/1/Update", "alice@north", true), ("/1/Delete", "alice@north", true), ("/1/Create", "alice@north", false),
            ("/2/Read", "alice@north", false), ("/2/Read", "alice@north orders.read.all", true), ("/3/Read", "alice@north", false), ("/4/Update", "alice@north", false),
            ("/1/read", "alice@north", false), ("/1/Refund", "alice@north", false), ("/5/Read", "@", false),
        })
        {
            Assert.True((await app.SendAsync("GET", path, caller)).Text == (isAllowed ? "true" : "false"), $"{path} {caller}");
        }
    }

    [Fact]
    public async Task Outside_of_a_request_and_for_others_it_asks_for_the_user_that_is_given()
    {
        await using var app = await ShopApp.StartAsync(_ => { });
        var service = app.App.App.Services.GetRequiredService<IAuthorizationService>();
        Assert.True((await service.AuthorizeAsync(ShopCaller.Principal("alice", "north"), ShopApp.Orders[0], Of("Read"))).Succeeded);
        Assert.False((await service.AuthorizeAsync(ShopCaller.Principal("bob", "north"), ShopApp.Orders[0], Of("Read"))).Succeeded);
        Assert.False((await service.AuthorizeAsync(ShopCaller.Principal("alice", "north"), new object(), Of("Read"))).Succeeded);
        Assert.False((await service.AuthorizeAsync(ShopCaller.Principal("alice", "north"), null, Of("Read"))).Succeeded);
    }
}
