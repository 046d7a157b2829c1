namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>Alice and Bob of the north, Carol of the south, and Sam, who helps the north's customers.</summary>
public sealed class ShopSeed : ISecurityTestSeed
{
    public ValueTask SeedAsync(SecurityTestData data, IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<Store>();
        foreach (var caller in (TestCaller[])[new("alice", "north", "orders.write"), new("bob", "north", "orders.write"), new("carol", "south", "orders.write")])
        {
            var first = store.AddOrder(caller.Subject, caller.Tenant!);
            var second = store.AddOrder(caller.Subject, caller.Tenant!);
            data.AddCaller(caller)
                .Owns<Order>(first.Id, second.Id)
                .Owns<Line>(store.AddLine(first).Id, store.AddLine(second).Id)
                .Owns<Customer>(store.Customer(caller.Subject, caller.Tenant!).Id)
                .Makes<Order>(_ => ValueTask.FromResult<object>(store.AddOrder(caller.Subject, caller.Tenant!).Id));
        }

        data.AddCaller(new TestCaller("sam", "north", "orders.all") { ReachesTenant = true });
        data.OnlyFor("/admin", "admin").UseValue("note", "ring twice").UseValue("returnUrl", "/orders/").UseBody("POST /errors/parser", """{ "note": "n" }""").UseBody("POST /limits/type", """{ "note": "n" }""").UseBody("PATCH /customers/me", """{ "email": "a@example.com" }""");
        return ValueTask.CompletedTask;
    }
}
