using OrdersApi.Data;

namespace ApiSecurity.Testing.Tests;

/// <summary>The sample behind ApiSecurity, started by its own <c>Program</c>.</summary>
public sealed class OrdersSampleTests(OrdersSampleTests.Fixture fixture) : IClassFixture<OrdersSampleTests.Fixture>
{
    [Fact]
    public void Nothing_is_found()
    {
        fixture.Report.ThrowIfAny();

        // The bug that the sample has on purpose: a culture that .NET does not know. The library keeps the exception to itself.
        var known = Assert.Single(fixture.Report.Findings);
        Assert.Equal((SecurityTestFindingIds.ErrorUnhandled, "GET /orders/{id:guid}/invoice"), (known.Id, known.Endpoint));
    }

    [Fact]
    public void It_was_looked_for_at_every_endpoint()
    {
        var notes = fixture.Report.Results.Where(result => result.Notes.Any(note => note.StartsWith("not proven", StringComparison.Ordinal))).ToArray();
        var silent = fixture.Report.Results.Where(result => result.Notes.Any(note => note.StartsWith("not proven", StringComparison.Ordinal))).Select(result => result.Case.Endpoint.Name).Distinct();

        // A WebSocket, XML, and partners that the operator has to name.
        Assert.True(silent.SequenceEqual(["POST /orders/import", "GET /orders/live", "POST /soap"]), string.Join('\n', notes.Select(result => result.ToString())));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public SecurityTestReport Report { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await using var tests = SecurityTests.For<Order>().WithSeed(new SampleSeed());
            Report = await tests.RunAsync(TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class SampleSeed : ISecurityTestSeed
    {
        public async ValueTask SeedAsync(SecurityTestData data, IServiceProvider services, CancellationToken cancellationToken)
        {
            var db = services.GetRequiredService<ShopDb>();
            foreach (var caller in (TestCaller[])[new("alice", "north", "orders.read", "orders.write"), new("bob", "north", "orders.read", "orders.write"), new("carol", "south", "orders.read", "orders.write")])
            {
                Order[] orders = [Add(db, caller), Add(db, caller)];
                data.AddCaller(caller)
                    .Owns<Order>(orders[0].Id, orders[1].Id)
                    .Owns<Customer>(db.Customers.Single(customer => customer.TenantId == caller.Tenant && customer.Subject == caller.Subject).Id)
                    .Makes<Order>(async token =>
                    {
                        var order = Add(db, caller);
                        await db.SaveChangesAsync(token);
                        return order.Id;
                    });
            }

            data.AddCaller(new TestCaller("fiona", "north", "orders.read", "orders.read.all", "orders.refund") { ReachesTenant = true });
            data.OnlyFor("/admin", "admin.reports")
                .UseBody("POST /orders/", """{ "lines": [ { "sku": "tea-sencha", "quantity": 1 } ], "note": "n" }""")
                .UseValue("name", "terms.txt")
                .UseValue("note", "kit")
                .UseBody("POST /orders/claims", """{ "orderId": "00000000-0000-0000-0000-000000000000", "text": "a claim" }""");
            await db.SaveChangesAsync(cancellationToken);
        }

        private static Order Add(ShopDb db, TestCaller caller)
        {
            var order = new Order { Id = Guid.NewGuid(), TenantId = caller.Tenant!, OwnerId = caller.Subject, PlacedAt = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc), Total = 9.5m, InternalMargin = 1, Note = "kit" };
            db.Orders.Add(order);
            return order;
        }
    }
}
