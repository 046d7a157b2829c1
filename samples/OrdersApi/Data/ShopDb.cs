using Microsoft.EntityFrameworkCore;

namespace OrdersApi.Data;

public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Refund> Refunds => Set<Refund>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Order>(order =>
        {
            order.Property(o => o.Status).HasConversion<string>();
            order.HasMany(o => o.Lines).WithOne().HasForeignKey(line => line.OrderId);
            order.HasIndex(o => new { o.TenantId, o.OwnerId, o.PlacedAt });
        });
        modelBuilder.Entity<OrderLine>().ToTable("OrderLines");
        modelBuilder.Entity<Customer>().HasIndex(c => new { c.TenantId, c.Subject }).IsUnique();
        modelBuilder.Entity<Refund>().HasIndex(r => r.OrderId);
    }
}
