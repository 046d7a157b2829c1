using System.Linq.Expressions;
using System.Security.Claims;
using ApiSecurity.Authorization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed class ShopOrder
{
    public int Id { get; set; }

    public string? TenantId { get; set; }

    public string? OwnerId { get; set; }

    public bool IsOpen { get; set; }

    public string? CustomerId { get; set; }
}

public sealed class ShopCustomer
{
    public string Id { get; set; } = "";

    public string? TenantId { get; set; }
}

/// <summary>Orders of two tenants on SQLite in memory, and what SQL was sent for them.</summary>
public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<ShopOrder> Orders => Set<ShopOrder>();

    public DbSet<ShopCustomer> Customers => Set<ShopCustomer>();

    public static SqliteConnection Open(params ShopOrder[] orders)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var db = On(connection);
        db.Database.EnsureCreated();
        db.Orders.AddRange(orders);
        db.Customers.AddRange(new ShopCustomer { Id = "c1", TenantId = "north" }, new ShopCustomer { Id = "c2", TenantId = "south" });
        db.SaveChanges();
        return connection;
    }

    public static ShopDb On(SqliteConnection connection, Action<string>? log = null)
    {
        var builder = new DbContextOptionsBuilder<ShopDb>().UseSqlite(connection);
        return new ShopDb((log is null ? builder : builder.LogTo(log, (id, _) => id.Name == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted")).Options);
    }
}

public sealed class ShopOrderPolicy(ShopDb db) : ObjectPolicy<ShopOrder, int>, IBelongsTo<ShopOrder, ShopCustomer>
{
    protected override IQueryable<ShopOrder> Source => db.Orders;

    protected override Expression<Func<ShopOrder, bool>> HasId(int id) => o => o.Id == id;

    public Expression<Func<ShopOrder, bool>> BelongsTo(ShopCustomer parent) => o => o.CustomerId == parent.Id;

    protected override Expression<Func<ShopOrder, bool>> Boundary(Caller caller) => order => order.TenantId == caller.Tenant;

    protected override Expression<Func<ShopOrder, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read => caller.Can("orders.read.all") ? o => true : o => o.OwnerId == caller.Subject,
        Operation.Update or Operation.Delete => o => o.OwnerId == caller.Subject && o.IsOpen,
        _ => o => false,
    };
}

public sealed class ShopCustomerPolicy(ShopDb db) : ObjectPolicy<ShopCustomer, string>
{
    protected override IQueryable<ShopCustomer> Source => db.Customers;

    protected override bool AllowsAnonymous => true;

    protected override Expression<Func<ShopCustomer, bool>> HasId(string id) => c => c.Id == id;

    protected override Expression<Func<ShopCustomer, bool>> Boundary(Caller caller) => c => c.TenantId != null;

    protected override Expression<Func<ShopCustomer, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read => c => true,
        _ => c => false,
    };
}

internal static class ShopCaller
{
    public static ClaimsPrincipal Principal(string? subject, string? tenant, params string[] permissions) => new(new ClaimsIdentity(
        [
            .. subject is null ? Array.Empty<Claim>() : [new Claim("sub", subject)],
            .. tenant is null ? Array.Empty<Claim>() : [new Claim("tenant", tenant)],
            .. permissions.Select(permission => new Claim("permissions", permission)),
        ],
        "Test"));
}
