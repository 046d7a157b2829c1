using System.Linq.Expressions;
using System.Net;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed class ObjectAuthorizerTests
{
    private static Task<ShopApp> StartAsync() => ShopApp.StartAsync(app =>
    {
        app.MapGet("/orders", (ShopDb db, ObjectAuthorizer auth) => string.Join(',', auth.Filter(db.Orders).OrderBy(o => o.Id).Select(o => o.Id)));
        app.MapGet("/removable", (ShopDb db, ObjectAuthorizer auth) => string.Join(',', auth.Filter(db.Orders, Operation.Delete).Select(o => o.Id)));
        app.MapGet("/find/{id:int}", async (ObjectAuthorizer auth, int id) => (await auth.FindAsync<ShopOrder>(id, Operation.Read))?.Id.ToString() ?? "none");
        app.MapGet("/find-wrongly", async (ObjectAuthorizer auth) => await auth.FindAsync<ShopOrder>("1", Operation.Read));
        app.MapGet("/can/{id:int}", (ObjectAuthorizer auth, int id) => auth.Can(ShopApp.Orders.Single(o => o.Id == id), Operation.Update));
        app.MapGet("/other", (ObjectAuthorizer auth) => auth.Filter(new List<string>().AsQueryable()).Count());
    });

    [Theory]
    [InlineData("alice@north", "1,4")]
    [InlineData("alice@north orders.read.all", "1,2,4")]
    [InlineData("alice@south", "3")]
    [InlineData("carol@north", "")]
    [InlineData("@", "")]
    [InlineData(null, "")]
    public async Task A_list_has_what_the_caller_may_see(string? caller, string ids)
    {
        await using var shop = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, ids), await shop.SendAsync("GET", "/orders", caller));
    }

    [Fact]
    public async Task The_rule_is_a_part_of_the_query()
    {
        await using var shop = await StartAsync();

        Assert.Equal("1", (await shop.SendAsync("GET", "/removable", "alice@north")).Text);

        Assert.Matches("WHERE .*\"TenantId\" = @.* AND .*\"OwnerId\" = @.* AND .*\"IsOpen\"", Assert.Single(shop.Sql));
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "none")]
    [InlineData(3, "none")]
    [InlineData(77, "none")]
    public async Task One_object_is_found_if_the_caller_may_have_it(int id, string text)
    {
        await using var shop = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, text), await shop.SendAsync("GET", $"/find/{id}", "alice@north"));

        if (text == "none")
        {
            var told = await shop.App.Events.NextAsync();
            Assert.Equal((SecurityEventOutcome.Observed, "object_not_found", $"{id}"), (told.Outcome, told.Reason, told.ObjectId));
        }
    }

    [Theory]
    [InlineData(1, "true")]
    [InlineData(4, "false")]
    [InlineData(3, "false")]
    public async Task An_object_in_memory_is_judged_by_the_same_rule(int id, string text)
    {
        await using var shop = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, text), await shop.SendAsync("GET", $"/can/{id}", "alice@north"));
        Assert.Empty(shop.Sql);
    }

    [Theory]
    [InlineData("/find-wrongly")]
    [InlineData("/other")]
    public async Task What_can_not_be_decided_is_a_failure_and_no_object(string path)
    {
        await using var shop = await StartAsync();

        var answer = await shop.SendAsync("GET", path, "alice@north");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains("\"internal_error\"", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.Throws)]
    [InlineData(Fault.ReturnsNull)]
    [InlineData(Fault.FindsTwo)]
    [InlineData(Fault.DatabaseFails)]
    public async Task A_policy_that_fails_hands_nothing_out(Fault fault)
    {
        await using var shop = await ShopApp.StartAsync(
            app => app.MapGet("/orders/{id}", (Authorized<ShopOrder> order) => "order"),
            policies: security => security.AddObjectPolicy<FaultyPolicy>(),
            services: builder => builder.Services.AddSingleton(new Faults(fault)));

        var answer = await shop.SendAsync("GET", "/orders/1", "alice@north");

        Assert.True((int)answer.Status >= 500, answer.Text);
        Assert.DoesNotContain("order", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    public enum Fault
    {
        Throws,
        ReturnsNull,
        FindsTwo,
        DatabaseFails,
    }

    public sealed record Faults(Fault Fault);

    /// <summary>On objects in memory, so it also shows that a source need not be asynchronous.</summary>
    public sealed class FaultyPolicy(Faults faults) : ObjectPolicy<ShopOrder, int>
    {
        protected override IQueryable<ShopOrder> Source => faults.Fault == Fault.DatabaseFails ? throw new TimeoutException() : ShopApp.Orders.AsQueryable();

        protected override Expression<Func<ShopOrder, bool>> HasId(int id) => o => true;

        protected override Expression<Func<ShopOrder, bool>> Boundary(Caller caller) => o => true;

        protected override Expression<Func<ShopOrder, bool>> Allow(Caller caller, Operation operation) => faults.Fault switch
        {
            Fault.Throws => throw new NotSupportedException(),
            Fault.ReturnsNull => null!,
            _ => o => true,
        };
    }

    [Fact]
    public async Task A_rule_with_a_captured_array_works_as_a_filter_and_in_memory()
    {
        await using var shop = await ShopApp.StartAsync(
            app =>
            {
                app.MapGet("/orders", (ShopDb db, ObjectAuthorizer auth) => string.Join(',', auth.Filter(db.Orders).OrderBy(o => o.Id).Select(o => o.Id)));
                app.MapGet("/judged", (ObjectAuthorizer auth) => string.Join(',', ShopApp.Orders.Where(o => auth.Can(o, Operation.Read)).Select(o => o.Id)));
            },
            policies: security => security.AddObjectPolicy<TenantsPolicy>());

        Assert.Equal((HttpStatusCode.OK, "1,2,4"), await shop.SendAsync("GET", "/orders", "alice@north"));
        Assert.Equal((HttpStatusCode.OK, "1,2,4"), await shop.SendAsync("GET", "/judged", "alice@north"));
    }

    private sealed class TenantsPolicy(ShopDb db) : ObjectPolicy<ShopOrder, int>
    {
        protected override IQueryable<ShopOrder> Source => db.Orders;

        protected override Expression<Func<ShopOrder, bool>> HasId(int id) => o => o.Id == id;

        protected override Expression<Func<ShopOrder, bool>> Boundary(Caller caller)
        {
            string?[] tenants = [caller.Tenant, "east"];
            return o => tenants.Contains(o.TenantId);
        }

        protected override Expression<Func<ShopOrder, bool>> Allow(Caller caller, Operation operation) => o => true;
    }
}
