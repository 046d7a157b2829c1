using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.EntityFrameworkCore.Tests;

/// <summary>Bulk updates that let rows refer to something else.</summary>
public sealed class BulkReferenceTests
{
    private const string Alice = "alice@north";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, Func<StoreDb, ApiSecurity.Authorization.ObjectAuthorizer, Task<int>>> Updates => new()
    {
        { "a customer over the wall", 0, (db, objects) => objects.Filter(db.Orders, ApiSecurity.Authorization.Operation.Update).ExecuteUpdateAsync(set => set.SetProperty(o => o.CustomerId, 2)) },
        { "a customer of one's own tenant", 2, (db, objects) => objects.Filter(db.Orders, ApiSecurity.Authorization.Operation.Update).ExecuteUpdateAsync(set => set.SetProperty(o => o.CustomerId, 1)) },
        { "no customer", 2, (db, objects) => objects.Filter(db.Orders, ApiSecurity.Authorization.Operation.Update).ExecuteUpdateAsync(set => set.SetProperty(o => o.CustomerId, (int?)null)) },
        { "another's order", 0, (db, _) => db.Lines.Where(l => l.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(l => l.OrderId, 2)) },
        { "another's order, worked out", 0, (db, _) => db.Lines.Where(l => l.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(l => l.OrderId, l => l.Id + 1)) },
        { "another's order by its column", 0, (db, _) => db.Lines.Where(l => l.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(l => EF.Property<int?>(l, "OrderId"), 2)) },
        { "one's own order", 1, (db, _) => db.Lines.Where(l => l.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(l => l.OrderId, 4)) },
        { "another's document as what it derives from", 0, (db, _) => db.Shelves.ExecuteUpdateAsync(set => set.SetProperty(s => s.DocumentId, 3)) },
        { "a document of one's own", 1, (db, _) => db.Shelves.ExecuteUpdateAsync(set => set.SetProperty(s => s.DocumentId, 2)) },
        { "something else", 1, (db, _) => db.Lines.Where(l => l.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(l => l.Text, "x")) },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task Rows_come_to_refer_only_to_what_the_caller_may_read(string what, int rows, Func<StoreDb, ApiSecurity.Authorization.ObjectAuthorizer, Task<int>> update)
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            db.Add(new Shelf { Id = 1 });
            await db.SaveChangesAsync(Cancellation);

            Assert.True(rows == await update(db, objects), what);
        });
    }

    [Fact]
    public async Task Foreign_keys_may_be_left_out()
    {
        await using var app = await StoreApp.StartAsync(options: options => options.CheckForeignKeys = false);

        await app.AsAsync(Alice, async (db, _) => Assert.Equal(1, await db.Lines.Where(l => l.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(l => l.OrderId, 2), Cancellation)));
    }
}
