using System.Linq.Expressions;
using System.Text.Json.Serialization;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed record Shelf(string Tenant, int Number, string? OwnerId);

/// <summary>A key of two parts.</summary>
public readonly record struct ShelfKey(string Tenant, int Number);

public readonly record struct BookId(int Value);

public sealed class Book
{
    public BookId Id { get; init; }

    public string? ShelfTenant { get; init; }

    public int ShelfNumber { get; init; }

    public string? Borrower { get; set; }

    public string? OwnerId { get; set; }

    public string Tenant { get; set; } = "";

    public bool IsLocked { get; set; }
}

/// <summary>Objects that are no tables: a policy with LINQ to objects, and one whose objects are loaded one by one.</summary>
public sealed class Library
{
    public List<Shelf> Shelves { get; } = [new("north", 1, "alice"), new("north", 2, "bob"), new("south", 1, "alice")];

    public List<Book> Books { get; } =
    [
        new() { Id = new(1), Tenant = "north", ShelfTenant = "north", ShelfNumber = 1, OwnerId = "alice" },
        new() { Id = new(2), Tenant = "north", ShelfTenant = "north", ShelfNumber = 2, OwnerId = "alice" },
        new() { Id = new(3), Tenant = "north", ShelfTenant = "north", ShelfNumber = 1, OwnerId = "bob" },
        new() { Id = new(4), Tenant = "south", ShelfTenant = "south", ShelfNumber = 1, OwnerId = "alice" },
        new() { Id = new(5), Tenant = "north", ShelfTenant = "north", ShelfNumber = 1, OwnerId = "alice", IsLocked = true },
    ];

    public List<string> Loads { get; } = [];
}

public sealed class ShelfPolicy(Library library) : ObjectPolicy<Shelf, ShelfKey>
{
    protected override IQueryable<Shelf> Source => library.Shelves.AsQueryable();

    protected override Expression<Func<Shelf, bool>> HasId(ShelfKey id) => s => s.Tenant == id.Tenant && s.Number == id.Number;

    protected override Expression<Func<Shelf, bool>> Boundary(Caller caller) => s => s.Tenant == caller.Tenant;

    protected override Expression<Func<Shelf, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read => s => s.OwnerId == caller.Subject,
        _ => s => false,
    };
}

public sealed class BookPolicy(Library library) : LoadedObjectPolicy<Book, BookId>, IBelongsTo<Book, Shelf>
{
    public const Operation Borrow = (Operation)100;

    protected override bool IsExistencePublic => true;

    protected override bool ExplainsRefusals => true;

    protected override ValueTask<Book?> LoadAsync(BookId id, CancellationToken cancellationToken)
    {
        library.Loads.Add($"book {id.Value}");
        return ValueTask.FromResult(library.Books.Find(book => book.Id == id));
    }

    public Expression<Func<Book, bool>> BelongsTo(Shelf parent) => b => b.ShelfTenant == parent.Tenant && b.ShelfNumber == parent.Number;

    protected override Expression<Func<Book, bool>> Boundary(Caller caller) => b => b.Tenant == caller.Tenant;

    protected override Expression<Func<Book, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read or Operation.Create => b => b.OwnerId == caller.Subject,
        Operation.Update or Operation.Delete => AllOf(Named("owner", b => b.OwnerId == caller.Subject), Named("not locked", b => !b.IsLocked)),
        Borrow => b => b.Borrower == null,
        _ => b => false,
    };
}

public sealed record Loan([property: ObjectReference<Book>] int BookId, string? Note = null);

public sealed record Order(
    [property: ObjectReference<ShopCustomer>(Operation.Read)] string? CustomerId,
    IReadOnlyList<OrderedItem> Items,
    [property: ObjectReference<ShopOrder>] int[]? Follows = null,
    Dictionary<string, OrderedItem>? Named = null,
    Wrapping? Wrapping = null);

public sealed class OrderedItem
{
    [ObjectReference<ShopOrder>(Operation.Update)]
    [JsonPropertyName("order_id")]
    public int? OrderId { get; set; }

    public int Count { get; set; }
}

[JsonDerivedType(typeof(GiftWrapping), "gift")]
public abstract class Wrapping
{
    public string? Paper { get; set; }
}

public sealed class GiftWrapping : Wrapping
{
    [ObjectReference<ShopCustomer>]
    public string? To { get; set; }
}
