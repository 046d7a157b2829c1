using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace ApiSecurity.IntegrationTests.Samples;

public sealed class SeedTests : IAsyncDisposable
{
    private readonly ShopDb _db;

    public SeedTests()
    {
        _db = new ShopDb(new DbContextOptionsBuilder<ShopDb>().UseSqlite("Data Source=:memory:").Options);
        _db.Database.OpenConnection();
        _db.Database.EnsureCreated();
        Seed.Fill(_db);
    }

    [Fact]
    public async Task Ten_thousand_orders_of_two_tenants_can_be_read_through_the_model()
    {
        var orders = await _db.Orders.Include(order => order.Lines).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(10_000, orders.Count);
        Assert.Equal(["north", "south"], orders.Select(order => order.TenantId).Distinct().Order());
        Assert.All(orders, order => Assert.Equal(order.Total, order.Lines.Sum(line => line.Quantity * line.UnitPrice)));
        Assert.All(orders, order => Assert.InRange(order.InternalMargin, 0.01m, order.Total));
    }

    [Fact]
    public async Task The_orders_of_the_documentation_belong_to_whom_it_says()
    {
        var owners = await _db.Orders
            .Where(order => order.Id == Seed.AlicesOrder || order.Id == Seed.BobsOrder || order.Id == Seed.CarolsOrder)
            .Select(order => $"{order.TenantId}/{order.OwnerId}/{order.Status}")
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["north/alice/Open", "north/bob/Open", "south/carol/Open"], owners.Order());
    }

    [Fact]
    public async Task Each_order_has_an_owner_in_its_own_tenant()
    {
        var strays = await _db.Orders.CountAsync(
            order => !_db.Customers.Any(customer => customer.TenantId == order.TenantId && customer.Subject == order.OwnerId),
            TestContext.Current.CancellationToken);

        Assert.Equal(0, strays);
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();
}
