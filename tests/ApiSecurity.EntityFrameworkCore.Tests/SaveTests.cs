using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.EntityFrameworkCore.Tests;

public sealed class SaveTests
{
    private const string Alice = "alice@north";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Operation, Action<StoreDb>> Attacks => new()
    {
        { "an order for somebody else", Operation.Create, db => db.Add(new Order { Id = 50, TenantId = "north", OwnerId = "bob" }) },
        { "an order on the other side of the wall", Operation.Create, db => db.Add(new Order { Id = 50, TenantId = "south", OwnerId = "alice" }) },
        { "an order of nobody", Operation.Create, db => db.Add(new Order { Id = 50, TenantId = "north" }) },
        { "giving away", Operation.Update, db => db.Orders.Single(o => o.Id == 1).OwnerId = "bob" },
        { "moving across the wall", Operation.Update, db => db.Orders.Single(o => o.Id == 1).TenantId = "south" },
        { "changing what is closed", Operation.Update, db => db.Orders.Single(o => o.Id == 4).Note = "x" },
        { "opening what is closed", Operation.Update, db => db.Orders.Single(o => o.Id == 4).IsOpen = true },
        { "removing what is closed", Operation.Delete, db => db.Remove(db.Orders.Single(o => o.Id == 4)) },
        { "an object from the body, with the owner forged", Operation.Update, db => db.Update(new Order { Id = 2, TenantId = "north", OwnerId = "alice", Note = "stolen" }) },
        { "an object of another tenant, forged", Operation.Update, db => db.Update(new Order { Id = 5, TenantId = "north", OwnerId = "alice" }) },
        { "an attached object, one member changed", Operation.Update, db => db.Attach(new Order { Id = 2, TenantId = "north", OwnerId = "alice" }).Entity.Note = "x" },
        { "removing by id alone", Operation.Delete, db => db.Remove(new Order { Id = 2, TenantId = "north", OwnerId = "alice" }) },
        { "an original value that lies", Operation.Update, db =>
            {
                var entry = db.Attach(new Order { Id = 2, TenantId = "north", OwnerId = "alice" });
                entry.Property(o => o.OwnerId).OriginalValue = "alice";
                entry.Property(o => o.Note).CurrentValue = "x";
            }
        },
        { "one bad one among good ones", Operation.Create, db =>
            {
                for (var id = 50; id < 60; id++)
                {
                    db.Add(new Order { Id = id, TenantId = "north", OwnerId = id == 58 ? "bob" : "alice" });
                }
            }
        },
        { "a bad one of another type", Operation.Create, db => db.AddRange(new Order { Id = 50, TenantId = "north", OwnerId = "alice" }, new SecretDocument { Id = 50, OwnerId = "bob" }) },
        { "an object behind another", Operation.Create, db => db.Add(new Line { Id = 50, Order = new Order { Id = 50, TenantId = "south", OwnerId = "alice" } }) },
        { "an owned part of a closed order", Operation.Update, db => db.Orders.Single(o => o.Id == 4).Address.City = "x" },
        { "an owned part of another's order", Operation.Update, db =>
            {
                var order = new Order { Id = 2, TenantId = "north", OwnerId = "alice" };
                db.Attach(order);
                order.Address.City = "x";
            }
        },
        { "a member that only the model has", Operation.Create, db => db.Add(new Memo { Folder = "f", Number = 9 }).Property("TenantId").CurrentValue = "south" },
        { "moving by a member that only the model has", Operation.Update, db => db.Entry(db.Memos.Single()).Property("TenantId").CurrentValue = "south" },
        { "another's memo by a key of two parts", Operation.Delete, db => db.Remove(new Memo { Folder = "f", Number = 2 }) },
        { "another's document by a stub of its base", Operation.Delete, db => db.Remove(new Document { Id = 3 }) },
        { "another's document by a stub of a type beside it", Operation.Delete, db => db.Remove(new Notice { Id = 3 }) },
        { "another's document, changed by a stub of its base", Operation.Update, db => db.Update(new Document { Id = 3, Title = "x" }) },
        { "another's document, changed by a stub of a type beside it", Operation.Update, db => db.Attach(new Notice { Id = 3 }).Entity.Title = "x" },
        { "another's document, in whose place one's own is put", Operation.Delete, db =>
            {
                db.Remove(new Notice { Id = 3 });
                db.Add(new SecretDocument { Id = 3, OwnerId = "alice" });
            }
        },
        { "another's document, referred to as what it derives from", Operation.Read, db => db.Add(new Shelf { Id = 1, DocumentId = 3 }) },
        { "a line of another's order", Operation.Read, db => db.Add(new Line { Id = 50, OrderId = 2 }) },
        { "a line that moves to another's order", Operation.Read, db => db.Lines.Single(l => l.Id == 1).OrderId = 2 },
        { "an order for a customer over the wall", Operation.Read, db => db.Orders.Single(o => o.Id == 1).CustomerId = 2 },
        { "a label on another's order", Operation.Read, db =>
            {
                var order = new Order { Id = 2, TenantId = "north", OwnerId = "alice", Address = null! };
                db.Attach(order);
                var label = new Label { Id = 77 };
                db.Add(label);
                order.Labels.Add(label);
            }
        },
        { "a customer without the permission", Operation.Update, db => db.Customers.Single().Name = "x" },
        { "what loses its customer along the way", Operation.Update, db => db.Customers.Include(c => c.Orders).Single().Orders.Clear() },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Nobody_saves_what_the_policies_refuse(string attack, Operation operation, Action<StoreDb> change)
    {
        await using var app = await StoreApp.StartAsync();
        var before = await SnapshotAsync(app);
        foreach (var isAsync in new[] { true, false })
        {
            var failure = await app.AsAsync(Alice, async db =>
            {
                change(db);
                return await Record.ExceptionAsync(async () => _ = isAsync ? await db.SaveChangesAsync(Cancellation) : db.SaveChanges());
            });

            var refused = Assert.IsType<ObjectRefusedException>(failure);
            Assert.True(operation == refused.Operation, $"{attack}: {refused.Message}");
        }

        Assert.Equal(before, await SnapshotAsync(app));
    }

    public static TheoryData<string, Action<StoreDb>> Honest => new()
    {
        { "an order of one's own", db => db.Add(new Order { Id = 50, TenantId = "north", OwnerId = "alice", CustomerId = 1, Lines = [new Line { Id = 50 }] }) },
        { "a change", db => db.Orders.Single(o => o.Id == 1).Note = "x" },
        { "a change of a part", db => db.Orders.Single(o => o.Id == 1).Address.City = "x" },
        { "closing", db => db.Orders.Single(o => o.Id == 1).IsOpen = false },
        { "removing", db => db.Remove(db.Orders.Single(o => o.Id == 1)) },
        { "an object from the body", db => db.Update(new Order { Id = 1, TenantId = "north", OwnerId = "alice", Note = "x", Address = new Address { City = "y" } }) },
        { "many", db => db.AddRange(Enumerable.Range(50, 200).Select(id => new Order { Id = id, TenantId = "north", OwnerId = "alice" })) },
        { "changes of many", db => db.Orders.Where(o => o.IsOpen).ToList().ForEach(o => o.Note = "x") },
        { "a memo", db => db.Add(new Memo { Folder = "f", Number = 9 }).Property("TenantId").CurrentValue = "north" },
        { "a line of one's own order", db => db.Add(new Line { Id = 50, OrderId = 1 }) },
        { "what has no policy", db => db.Labels.Single().Name = "x" },
        { "a secret document", db => db.SecretDocuments.Single().Title = "x" },
    };

    [Theory]
    [MemberData(nameof(Honest))]
    public async Task What_the_policies_allow_is_saved(string what, Action<StoreDb> change)
    {
        await using var app = await StoreApp.StartAsync();
        var saved = await app.AsAsync(Alice, async db =>
        {
            change(db);
            return await db.SaveChangesAsync(Cancellation);
        });

        Assert.True(saved > 0, what);
    }

    [Fact]
    public async Task A_refused_save_is_the_answer_403_with_one_event()
    {
        foreach (var settings in new Dictionary<string, string?>[] { [], new() { ["Errors:Mode"] = "Report" }, new() { ["Errors:DisabledReason"] = "a test" } })
        {
            await using var app = await StoreApp.StartAsync(
                app => app.MapPost("/steal", async (StoreDb db) =>
                {
                    db.Update(new Order { Id = 2, TenantId = "north", OwnerId = "alice" });
                    await db.SaveChangesAsync(Cancellation);
                }),
                settings: settings);

            var (status, text) = await app.SendAsync("POST", "/steal", Alice);

            Assert.Equal(403, (int)status);
            Assert.Contains("object_refused", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Order", text, StringComparison.Ordinal);
            var told = await app.App.Events.NextAsync();
            Assert.Equal(("authz_fail", "object_refused", SecurityEventOutcome.Refused, "Order", "2", 403), (told.Name, told.Reason, told.Outcome, told.ObjectType, told.ObjectId, told.StatusCode));
            Assert.Equal(200, (int)(await app.SendAsync("GET", "/", Alice)).Status == 404 ? 200 : 0);
            Assert.DoesNotContain(app.App.Events.Pending, later => later.Reason is "object_refused" or "internal_error");
        }
    }

    [Fact]
    public async Task Foreign_keys_may_be_left_out()
    {
        await using var app = await StoreApp.StartAsync(options: options => options.CheckForeignKeys = false);
        Assert.Equal(1, await app.AsAsync(Alice, async db =>
        {
            db.Add(new Line { Id = 50, OrderId = 2 });
            return await db.SaveChangesAsync(Cancellation);
        }));
    }

    [Fact]
    public async Task A_save_asks_once_for_all_objects_of_a_type()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, _) =>
        {
            foreach (var order in await db.Orders.Where(o => o.IsOpen).ToListAsync(Cancellation))
            {
                order.Note = "x";
            }

            app.Sql.Clear();
            await db.SaveChangesAsync(Cancellation);
        });
        Assert.Single(app.Sql, text => text.Contains("COUNT(*)", StringComparison.Ordinal));
    }

    private static Task<string> SnapshotAsync(StoreApp app) => app.LookAsync(async db => string.Join('\n',
    [
        .. (await db.Orders.AsNoTracking().OrderBy(o => o.Id).ToListAsync(Cancellation)).Select(o => $"{o.Id} {o.TenantId} {o.OwnerId} {o.Note} {o.IsOpen} {o.CustomerId} {o.Address.City}"),
        .. await db.Lines.OrderBy(l => l.Id).Select(l => $"{l.Id} {l.OrderId}").ToListAsync(Cancellation),
        .. await db.Memos.OrderBy(m => m.Number).Select(m => $"{m.Number} {EF.Property<string>(m, "TenantId")}").ToListAsync(Cancellation),
        .. await db.Labels.Select(l => $"{l.Id} {l.Orders.Count}").ToListAsync(Cancellation),
        .. await db.Documents.Select(d => d.Title).ToListAsync(Cancellation),
    ]));
}
