using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.EntityFrameworkCore.Tests;

/// <summary>Guarded: by tenant.</summary>
public class Customer
{
    public int Id { get; set; }

    public string TenantId { get; set; } = "";

    public string Name { get; set; } = "";

    public List<Order> Orders { get; set; } = [];
}

/// <summary>Guarded: by tenant and owner.</summary>
public class Order
{
    public int Id { get; set; }

    public string TenantId { get; set; } = "";

    public string? OwnerId { get; set; }

    public bool IsOpen { get; set; } = true;

    public int Amount { get; set; }

    public string Note { get; set; } = "";

    public int? CustomerId { get; set; }

    public virtual Customer? Customer { get; set; }

    public ICollection<Line> Lines { get; set; } = [];

    public List<Label> Labels { get; set; } = [];

    public Address Address { get; set; } = new();
}

/// <summary>Owned by orders.</summary>
public class Address
{
    public string City { get; set; } = "";
}

/// <summary>Without a policy.</summary>
public class Line
{
    public int Id { get; set; }

    public int? OrderId { get; set; }

    public virtual Order? Order { get; set; }

    public string Text { get; set; } = "";
}

/// <summary>Without a policy; many to many.</summary>
public class Label
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public List<Order> Orders { get; set; } = [];
}

/// <summary>Without a policy; one of those that derive from it has one.</summary>
public class Document
{
    public int Id { get; set; }

    public string Title { get; set; } = "";
}

/// <summary>Guarded.</summary>
public class SecretDocument : Document
{
    public string OwnerId { get; set; } = "";
}

/// <summary>Without a policy, beside one that has one.</summary>
public class Notice : Document;

/// <summary>Without a policy; refers to documents of any type.</summary>
public class Shelf
{
    public int Id { get; set; }

    public int? DocumentId { get; set; }

    public Document? Document { get; set; }
}

/// <summary>Guarded, by a property that only the model has, with a key of two parts.</summary>
public class Memo
{
    public string Folder { get; set; } = "";

    public int Number { get; set; }

    public string Text { get; set; } = "";
}

public class StoreDb(DbContextOptions<StoreDb> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Line> Lines => Set<Line>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<Document> Documents => Set<Document>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<Shelf> Shelves => Set<Shelf>();

    public DbSet<SecretDocument> SecretDocuments => Set<SecretDocument>();

    public DbSet<Memo> Memos => Set<Memo>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>().HasMany(order => order.Lines).WithOne(line => line.Order).OnDelete(DeleteBehavior.Cascade);
        modelBuilder.Entity<Order>().OwnsOne(order => order.Address);
        modelBuilder.Entity<Memo>().HasKey(memo => new { memo.Folder, memo.Number });
        modelBuilder.Entity<Memo>().Property<string>("TenantId");
    }

    public static void Seed(StoreDb db)
    {
        db.Database.EnsureCreated();
        using var _ = db.WithoutObjectPolicies("seed");
        var (north, south) = (new Customer { Id = 1, TenantId = "north", Name = "North" }, new Customer { Id = 2, TenantId = "south", Name = "South" });
        var label = new Label { Id = 1, Name = "urgent" };
        db.AddRange(north, south, label);
        Order Order(int id, string tenant, string owner, Customer customer, bool open = true) => new()
        {
            Id = id,
            TenantId = tenant,
            OwnerId = owner,
            Customer = customer,
            IsOpen = open,
            Amount = id * 10,
            Note = $"note of {owner}",
            Labels = [label],
            Address = new Address { City = $"city {id}" },
            Lines = [new Line { Id = id, Text = $"line of {owner}" }],
        };
        db.AddRange(
            Order(1, "north", "alice", north), Order(2, "north", "bob", north), Order(3, "south", "alice", south),
            Order(4, "north", "alice", north, open: false), Order(5, "south", "carol", south), Order(6, "north", "alice", south));
        db.AddRange(new Document { Id = 1, Title = "open" }, new SecretDocument { Id = 2, Title = "alice's", OwnerId = "alice" }, new SecretDocument { Id = 3, Title = "bob's", OwnerId = "bob" });
        foreach (var (tenant, number) in new[] { ("north", 1), ("south", 2) })
        {
            var memo = new Memo { Folder = "f", Number = number, Text = tenant };
            db.Add(memo).Property("TenantId").CurrentValue = tenant;
        }

        db.SaveChanges();
        db.ChangeTracker.Clear();
    }
}

public sealed class CustomerPolicy(StoreDb db) : ObjectPolicy<Customer, int>
{
    protected override IQueryable<Customer> Source => db.Customers;

    protected override Expression<Func<Customer, bool>> HasId(int id) => c => c.Id == id;

    protected override Expression<Func<Customer, bool>> Boundary(Caller caller) => c => c.TenantId == caller.Tenant;

    protected override Expression<Func<Customer, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read => c => true,
        _ => c => caller.Can("customers"),
    };
}

public sealed class OrderPolicy(StoreDb db) : ObjectPolicy<Order, int>
{
    protected override IQueryable<Order> Source => db.Orders.Include(o => o.Lines);

    protected override Expression<Func<Order, bool>> HasId(int id) => o => o.Id == id;

    protected override Expression<Func<Order, bool>> Boundary(Caller caller) => o => o.TenantId == caller.Tenant;

    protected override Expression<Func<Order, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read when caller.Can("orders.read.all") => o => true,
        Operation.Read or Operation.Create => o => o.OwnerId == caller.Subject,
        Operation.Update or Operation.Delete => o => o.OwnerId == caller.Subject && o.IsOpen,
        _ => o => false,
    };

    /// <summary>An order may be closed; whose it is, no change may end.</summary>
    protected override Expression<Func<Order, bool>> AllowResult(Caller caller, Operation operation) =>
        operation == Operation.Update ? Allow(caller, Operation.Read) : Allow(caller, operation);
}

public sealed class SecretDocumentPolicy(StoreDb db) : ObjectPolicy<SecretDocument, int>
{
    protected override IQueryable<SecretDocument> Source => db.SecretDocuments;

    protected override Expression<Func<SecretDocument, bool>> HasId(int id) => d => d.Id == id;

    protected override Expression<Func<SecretDocument, bool>> Boundary(Caller caller) => d => true;

    protected override Expression<Func<SecretDocument, bool>> Allow(Caller caller, Operation operation) => d => d.OwnerId == caller.Subject;
}

public sealed class MemoPolicy(StoreDb db) : ObjectPolicy<Memo, int>
{
    protected override IQueryable<Memo> Source => db.Memos;

    protected override Expression<Func<Memo, bool>> HasId(int id) => m => m.Number == id;

    protected override Expression<Func<Memo, bool>> Boundary(Caller caller) => m => EF.Property<string>(m, "TenantId") == caller.Tenant;

    protected override Expression<Func<Memo, bool>> Allow(Caller caller, Operation operation) => m => true;
}
