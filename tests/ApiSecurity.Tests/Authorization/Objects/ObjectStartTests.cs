using System.Linq.Expressions;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed class ObjectStartTests
{
    private static async Task<string> FailAsync(Action<WebApplication> map, Action<ApiSecurityBuilder>? policies = null, Action<WebApplicationBuilder>? services = null) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(map, policies: policies, services: services))).Message;

    [Fact]
    public async Task A_type_without_a_policy_stops_the_start()
    {
        var message = await FailAsync(app => app.MapGet("/orders/{id}", (Authorized<ShopOrder> order) => order.Value.Id), _ => { });

        Assert.Contains(
            "GET /orders/{id} takes Authorized<ShopOrder>, but ShopOrder has no object policy. Write a class that derives from ObjectPolicy<ShopOrder, TKey> and add it: AddApiSecurity().AddObjectPolicy<…>().",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_without_an_id_in_the_route_stops_the_start()
    {
        var message = await FailAsync(app => app.MapGet("/orders/{year}/{number}", (Authorized<ShopOrder> order) => order.Value.Id));

        Assert.Contains("no route parameter is its id. Call one {id} or {orderId}, or write [ObjectAccess(RouteParameter = \"…\")]", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_route_parameter_that_is_not_there_stops_the_start()
    {
        var message = await FailAsync(app => app.MapGet("/orders/{id}", ([ObjectAccess(RouteParameter = "nr")] Authorized<ShopOrder> order) => order.Value.Id));

        Assert.Contains("no route parameter is its id", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_attribute_where_it_does_nothing_stops_the_start()
    {
        var message = await FailAsync(app => app.MapGet("/orders/{id}", ([ObjectAccess(Operation.Delete)] int id) => id));

        Assert.Contains("GET /orders/{id} has [ObjectAccess] before Int32 id, where it does nothing.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_objects_by_one_id_stop_the_start()
    {
        var message = await FailAsync(app => app.MapGet("/x/{id}", (Authorized<ShopOrder> a, Authorized<ShopCustomer> b) => a.Value.Id));

        Assert.Contains("by the same route parameter {id}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_can_not_be_read_stops_the_start()
    {
        var message = await FailAsync(app => app.MapGet("/x/{id}", (Authorized<Odd> odd) => "x"), security => security.AddObjectPolicy<OddPolicy>());

        Assert.Contains("Give it a method public static bool TryParse(string, IFormatProvider, out Version2)", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_policies_of_one_type_are_refused_at_once()
    {
        var message = await FailAsync(_ => { }, security => security.AddObjectPolicy<ShopOrderPolicy>().AddObjectPolicy<ShopOrderPolicy>().AddObjectPolicy<OtherOrderPolicy>());

        Assert.Contains("ShopOrder has two object policies, ShopOrderPolicy and OtherOrderPolicy", message, StringComparison.Ordinal);
    }

    public sealed class Odd;

    public sealed record Version2(int[] Numbers);

    public sealed class OddPolicy : ObjectPolicy<Odd, Version2>
    {
        protected override IQueryable<Odd> Source => Array.Empty<Odd>().AsQueryable();

        protected override Expression<Func<Odd, bool>> HasId(Version2 id) => o => false;

        protected override Expression<Func<Odd, bool>> Boundary(Caller caller) => o => false;

        protected override Expression<Func<Odd, bool>> Allow(Caller caller, Operation operation) => o => false;
    }

    public sealed class OtherOrderPolicy : ObjectPolicy<ShopOrder, Guid>
    {
        protected override IQueryable<ShopOrder> Source => Array.Empty<ShopOrder>().AsQueryable();

        protected override Expression<Func<ShopOrder, bool>> HasId(Guid id) => o => false;

        protected override Expression<Func<ShopOrder, bool>> Boundary(Caller caller) => o => false;

        protected override Expression<Func<ShopOrder, bool>> Allow(Caller caller, Operation operation) => o => false;
    }
}
