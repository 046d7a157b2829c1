using System.Collections.Concurrent;

namespace ApiSecurity.Testing.Tests.Shop;

public sealed class Order
{
    public Guid Id { get; set; }

    public string TenantId { get; set; } = "";

    public string OwnerId { get; set; } = "";

    public string Status { get; set; } = "Open";

    public string? Note { get; set; }

    public decimal InternalMargin { get; set; }
}

public sealed class Line
{
    public int Id { get; set; }

    public Guid OrderId { get; set; }

    public string TenantId { get; set; } = "";

    public string Sku { get; set; } = "";
}

public sealed class Customer
{
    public Guid Id { get; set; }

    public string TenantId { get; set; } = "";

    public string Subject { get; set; } = "";

    public string Email { get; set; } = "";

    public string PasswordHash { get; set; } = "";

    public bool IsAdmin { get; set; }

    [System.Text.Json.Serialization.JsonIgnore]
    public Card Card { get; } = new();
}

/// <summary>What the shop keeps, in memory.</summary>
public sealed class Store
{
    private int _lines;

    public ConcurrentDictionary<Guid, Order> OrdersById { get; } = new();

    public ConcurrentDictionary<int, Line> LinesById { get; } = new();

    public ConcurrentDictionary<Guid, Customer> CustomersById { get; } = new();

    public ConcurrentDictionary<string, LooseSettings> Settings { get; } = new();

    public IQueryable<Order> Orders => OrdersById.Values.OrderBy(order => order.Id).AsQueryable();

    public IQueryable<Line> Lines => LinesById.Values.OrderBy(line => line.Id).AsQueryable();

    public IQueryable<Customer> Customers => CustomersById.Values.OrderBy(customer => customer.Id).AsQueryable();

    public Order? Order(Guid id) => OrdersById.GetValueOrDefault(id);

    public Order AddOrder(string owner, string tenant)
    {
        var order = new Order { Id = Guid.NewGuid(), OwnerId = owner, TenantId = tenant, Note = "ring twice", InternalMargin = 3.2m };
        return OrdersById[order.Id] = order;
    }

    public Line AddLine(Order order)
    {
        var line = new Line { Id = Interlocked.Increment(ref _lines) + 1000, OrderId = order.Id, TenantId = order.TenantId, Sku = "tea" };
        return LinesById[line.Id] = line;
    }

    public Customer Customer(string subject, string tenant)
    {
        var known = Customers.FirstOrDefault(customer => customer.Subject == subject);
        if (known is null)
        {
            known = new Customer { Id = Guid.NewGuid(), Subject = subject, TenantId = tenant, Email = $"{subject}@{tenant}.example", PasswordHash = "scrypt:1:2:3" };
            CustomersById[known.Id] = known;
        }

        return known;
    }
}
