using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.EntityFrameworkCore.Tests;

/// <summary>Production: alice@north may read the orders 1, 4 and 6, and the customer 1; whatever the query, nothing else comes out.</summary>
public sealed class FilteredQueryTests
{
    private const string Alice = "alice@north";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<StoreDb, IQueryable<int>>> Queries => new()
    {
        { "a table", db => db.Orders.Select(o => o.Id) },
        { "query syntax", db => from o in db.Orders where o.Amount > 0 orderby o.Id descending select o.Id },
        { "Set", db => db.Set<Order>().Select(o => o.Id) },
        { "IgnoreQueryFilters", db => db.Orders.IgnoreQueryFilters().Select(o => o.Id) },
        { "a join", db => db.Lines.Join(db.Orders, l => l.OrderId, o => o.Id, (l, o) => o.Id) },
        { "a group join", db => from l in db.Lines join o in db.Orders on l.OrderId equals o.Id into g from o in g select o.Id },
        { "a cross join", db => db.Labels.SelectMany(_ => db.Orders, (_, o) => o.Id) },
        { "a union", db => db.Orders.Where(o => o.Id < 3).Union(db.Orders.Where(o => o.Id >= 3)).Select(o => o.Id) },
        { "a concatenation", db => db.Orders.Where(o => o.Id < 3).Select(o => o.Id).Concat(db.Orders.Where(o => o.Id >= 3).Select(o => o.Id)) },
        { "SQL", db => db.Orders.FromSqlRaw("SELECT * FROM Orders").Select(o => o.Id) },
        { "SQL with parameters", db => db.Orders.FromSql($"SELECT * FROM Orders WHERE Id < {100}").Select(o => o.Id) },
        { "grouping", db => db.Orders.GroupBy(o => o.Id).Select(g => g.Key) },
        { "a collection of another", db => db.Labels.SelectMany(l => l.Orders).Select(o => o.Id) },
        { "a collection of another, by syntax", db => from l in db.Labels from o in l.Orders select o.Id },
        { "a subquery", db => db.Lines.SelectMany(l => db.Orders.Where(o => o.Id == l.OrderId).Select(o => o.Id)) },
        { "a reference", db => db.Lines.Where(l => l.Order != null).Select(l => l.Order!.Id) },
        { "a reference that is compared", db => db.Lines.Where(l => l.Order!.Note.Contains("note")).Select(l => l.OrderId!.Value) },
        { "a reference by its name", db => db.Lines.Where(l => EF.Property<Order>(l, "Order") != null).Select(l => EF.Property<Order>(l, "Order").Id) },
        { "distinct pages", db => db.Orders.OrderBy(o => o.Id).Skip(0).Take(100).Distinct().Select(o => o.Id) },
        { "a captured query", db => Captured(db.Orders, db) },
        { "an existence", db => db.Lines.Where(l => db.Orders.Any(o => o.Id == l.OrderId)).Select(l => l.OrderId!.Value) },
        { "an owned part", db => db.Orders.Where(o => o.Address.City != "").Select(o => o.Id) },
    };

    private static IQueryable<int> Captured(IQueryable<Order> orders, StoreDb db)
    {
        var ids = orders.Select(o => o.Id);
        return db.Lines.Where(l => ids.Contains(l.OrderId!.Value)).Select(l => l.OrderId!.Value);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_gives_what_the_caller_may_read(string what, Func<StoreDb, IQueryable<int>> query)
    {
        await using var app = await StoreApp.StartAsync();
        var ids = await app.AsAsync(Alice, db => query(db).ToListAsync(Cancellation));

        Assert.True(ids.Distinct().Order().SequenceEqual([1, 4, 6]), $"{what} gave {string.Join(", ", ids)}: {string.Join('\n', app.Sql)}");
    }

    [Fact]
    public async Task Aggregates_are_of_what_the_caller_may_read()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, _) =>
        {
            Assert.Equal(3, await db.Orders.CountAsync(Cancellation));
            Assert.Equal(110, await db.Orders.SumAsync(o => o.Amount, Cancellation));
            Assert.Equal(60, await db.Orders.MaxAsync(o => o.Amount, Cancellation));
            Assert.False(await db.Orders.AnyAsync(o => o.OwnerId == "bob", Cancellation));
            Assert.True(await db.Orders.AllAsync(o => o.OwnerId == "alice", Cancellation));
            Assert.False(await db.Orders.ContainsAsync(new Order { Id = 2 }, Cancellation));
            Assert.Null(await db.Orders.FirstOrDefaultAsync(o => o.Id == 2, Cancellation));
            Assert.Equal(3, db.Orders.Count());
            Assert.Equal([1], await db.Customers.Select(c => c.Id).ToListAsync(Cancellation));
            Assert.Equal([2], await db.Customers.Select(c => c.Orders.Count).ToListAsync(Cancellation));
            Assert.Equal([50], await db.Customers.Select(c => c.Orders.Sum(o => o.Amount)).ToListAsync(Cancellation));
            Assert.Equal([false], await db.Customers.Select(c => c.Orders.Any(o => o.OwnerId == "bob")).ToListAsync(Cancellation));
            Assert.Equal([3], await db.Labels.Select(l => l.Orders.Count()).ToListAsync(Cancellation));
            Assert.Equal(3, await db.Lines.CountAsync(l => l.Order != null, Cancellation));
        });
    }

    [Fact]
    public async Task Find_gives_nothing_that_the_caller_may_not_read()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, _) =>
        {
            Assert.Null(await db.Orders.FindAsync([2], Cancellation));
            Assert.Null(db.Orders.Find(3));
            Assert.NotNull(await db.FindAsync<Order>([1], Cancellation));
            Assert.Null(await db.Memos.FindAsync(["f", 2], Cancellation));
            Assert.NotNull(await db.Memos.FindAsync(["f", 1], Cancellation));
        });
    }

    [Fact]
    public async Task What_comes_along_is_narrowed()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            var customer = await objects.Filter(db.Customers).Include(c => c.Orders).ThenInclude(o => o.Lines).Include(c => c.Orders).ThenInclude(o => o.Labels).SingleAsync(Cancellation);
            Assert.Equal([1, 4], customer.Orders.Select(o => o.Id).Order());
            Assert.All(customer.Orders, o => Assert.Single(o.Lines));
            Assert.All(customer.Orders, o => Assert.Single(o.Labels));
        });
        await app.AsAsync(Alice, async (db, _) =>
        {
            var customer = await db.Customers.Include(c => c.Orders.Where(o => o.Amount > 10).OrderByDescending(o => o.Id)).SingleAsync(Cancellation);
            Assert.Equal([4], customer.Orders.Select(o => o.Id));
        });
        await app.AsAsync(Alice, async (db, _) =>
        {
            var labels = await db.Labels.Include(l => l.Orders).AsSplitQuery().ToListAsync(Cancellation);
            Assert.Equal([1, 4, 6], labels.Single().Orders.Select(o => o.Id).Order());
        });
    }

    [Fact]
    public async Task What_refers_to_what_the_caller_may_not_read_does_not_come_with_it()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            // Order 6 belongs to a customer on the other side of the wall.
            Assert.Equal([1, 4], (await objects.Filter(db.Orders).Include(o => o.Customer).ToListAsync(Cancellation)).Select(o => o.Id).Order());
        });
        await app.AsAsync(Alice, async (db, _) =>
        {
            var lines = await db.Lines.Include(l => l.Order).ThenInclude(o => o!.Customer).ToListAsync(Cancellation);
            Assert.Equal([1, 4], lines.Select(l => l.Id).Order());
        });
        await app.AsAsync(Alice, async (db, _) =>
        {
            var labels = await db.Labels.Include(l => l.Orders).ThenInclude(o => o.Customer).ToListAsync(Cancellation);
            Assert.Equal([1, 4], labels.Single().Orders.Select(o => o.Id).Order());
            Assert.DoesNotContain(db.ChangeTracker.Entries<Customer>(), entry => entry.Entity.TenantId == "south");
        });
    }

    [Fact]
    public async Task Projections_hold_nothing_of_others()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            var rows = await objects.Filter(db.Customers).Select(c => new { c.Name, c.Orders, Ids = c.Orders.Select(o => o.Id).ToList(), First = c.Orders.OrderByDescending(o => o.Id).First() }).ToListAsync(Cancellation);
            var row = Assert.Single(rows);
            Assert.Equal([1, 4], row.Orders.Select(o => o.Id).Order());
            Assert.Equal([1, 4], row.Ids.Order());
            Assert.Equal(4, row.First.Id);

            var notes = await db.Lines.OrderBy(l => l.Id).Select(l => l.Order!.Note).ToListAsync(Cancellation);
            Assert.Equal((string?[])["note of alice", null, null, "note of alice", null, "note of alice"], notes);
            var names = await objects.Filter(db.Orders).OrderBy(o => o.Id).Select(o => o.Customer!.Name).ToListAsync(Cancellation);
            Assert.Equal((string?[])["North", "North", null], names);
            var whole = await db.Lines.OrderBy(l => l.Id).Select(l => new { l.Id, l.Order, Customer = l.Order!.Customer!.Name }).ToListAsync(Cancellation);
            Assert.Equal([1, 4, 6], whole.Where(w => w.Order is not null).Select(w => w.Id));
            Assert.Equal([1, 4], whole.Where(w => w.Customer is not null).Select(w => w.Id));
        });
    }

    [Fact]
    public async Task Types_below_are_guarded_where_the_base_is_read()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            Assert.Equal(["alice's", "open"], await db.Documents.OrderBy(d => d.Title).Select(d => d.Title).ToListAsync(Cancellation));
            Assert.Equal([2], await db.Documents.OfType<SecretDocument>().Select(d => d.Id).ToListAsync(Cancellation));
            Assert.Equal([2], await db.SecretDocuments.Select(d => d.Id).ToListAsync(Cancellation));
            Assert.Equal([2], await objects.Filter(db.SecretDocuments).Select(d => d.Id).ToListAsync(Cancellation));
            Assert.Null(await db.Documents.FindAsync([3], Cancellation));
        });
    }

    [Fact]
    public async Task Loads_of_navigations_give_what_the_caller_may_read()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, _) =>
        {
            var line = await db.Lines.SingleAsync(l => l.Id == 2, Cancellation);
            await db.Entry(line).Reference(l => l.Order).LoadAsync(Cancellation);
            Assert.Null(line.Order);

            var customer = await db.Customers.SingleAsync(Cancellation);
            await db.Entry(customer).Collection(c => c.Orders).LoadAsync(Cancellation);
            Assert.Equal([1, 4], customer.Orders.Select(o => o.Id).Order());
            Assert.Equal(2, await db.Entry(customer).Collection(c => c.Orders).Query().CountAsync(Cancellation));
        });
    }

    [Fact]
    public async Task Bulk_changes_need_the_rule_of_what_they_do()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            Assert.Equal(2, await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Note, "changed"), Cancellation));
            Assert.Equal(2, await objects.Filter(db.Orders, Operation.Update).ExecuteUpdateAsync(set => set.SetProperty(o => o.Amount, o => o.Amount + 1), Cancellation));
            Assert.Equal(0, await db.Orders.Where(o => o.Id == 2).ExecuteDeleteAsync(Cancellation));
        });
        Assert.Equal([1, 6], await app.LookAsync(db => db.Orders.Where(o => o.Note == "changed").Select(o => o.Id).Order().ToListAsync(Cancellation)));

        await app.AsAsync(Alice, async (db, _) => Assert.Equal(2, await db.Orders.ExecuteDeleteAsync(Cancellation)));
        Assert.Equal([2, 3, 4, 5], await app.LookAsync(db => db.Orders.Select(o => o.Id).Order().ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Bulk_updates_neither_give_away_nor_move_across_the_wall()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            var mine = objects.Filter(db.Orders, Operation.Update);
            Assert.Equal(0, await mine.ExecuteUpdateAsync(set => set.SetProperty(o => o.OwnerId, "bob"), Cancellation));
            Assert.Equal(0, await mine.ExecuteUpdateAsync(set => set.SetProperty(o => o.TenantId, o => "south"), Cancellation));
            Assert.Equal(0, await mine.ExecuteUpdateAsync(set => set.SetProperty(o => o.Note, "x").SetProperty(o => EF.Property<string?>(o, "OwnerId"), (string?)null), Cancellation));
            Assert.Equal(2, await mine.ExecuteUpdateAsync(set => set.SetProperty(o => o.OwnerId, o => "al" + "ice"), Cancellation));
            // What the result rule does not ask for may change.
            Assert.Equal(2, await mine.ExecuteUpdateAsync(set => set.SetProperty(o => o.IsOpen, false), Cancellation));
            Assert.Equal(0, await mine.ExecuteUpdateAsync(set => set.SetProperty(o => o.Note, "closed"), Cancellation));
        });
        Assert.Equal(4, await app.LookAsync(db => db.Orders.CountAsync(o => o.OwnerId == "alice", Cancellation)));
    }

    [Fact]
    public async Task The_plan_is_one_for_all_callers_and_the_values_are_each_ones()
    {
        await using var app = await StoreApp.StartAsync();
        foreach (var (caller, ids) in new[] { (Alice, new[] { 1, 4, 6 }), ("bob@north", [2]), ("alice@south", [3]), ("eve@north", []), ("eve@south orders.read.all", [3, 5]), (Alice, [1, 4, 6]) })
        {
            Assert.Equal(ids, await app.AsAsync(caller, db => db.Orders.OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(Cancellation)));
        }

        Assert.DoesNotContain(app.Sql, text => text.Contains("'alice'", StringComparison.Ordinal) && !text.Contains("@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pooled_context_asks_for_the_caller_of_each_request()
    {
        await using var app = await StoreApp.StartAsync(
            app => app.MapGet("/orders", (StoreDb db) => db.Orders.OrderBy(o => o.Id).Select(o => o.Id).ToListAsync()), pooled: true);
        Assert.Equal("[1,4,6]", (await app.SendAsync("GET", "/orders", Alice)).Text);
        Assert.Equal("[2]", (await app.SendAsync("GET", "/orders", "bob@north")).Text);

        // What one request has left out, the next one has again.
        await app.AsAsync(Alice, async (db, _) =>
        {
            db.WithoutObjectPolicies("never ended");
            Assert.Equal(6, await db.Orders.CountAsync(Cancellation));
        });
        Assert.Equal("[2]", (await app.SendAsync("GET", "/orders", "bob@north")).Text);
    }

    [Fact]
    public async Task What_can_t_be_narrowed_is_refused()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, _) =>
        {
            await RefusedAsync("SqlQuery", () => db.Database.SqlQuery<string>($"SELECT Note AS Value FROM Orders").ToListAsync(Cancellation));
            await RefusedAsync("SqlQuery", () => db.Database.SqlQueryRaw<Loose>("SELECT Id, Note FROM Orders").ToListAsync(Cancellation));
            await RefusedAsync("FromSql", () => db.Lines.FromSqlRaw("SELECT Id, Id AS OrderId, Note AS Text FROM Orders").ToListAsync(Cancellation));
            Assert.Equal(6, await db.Lines.FromSqlRaw("SELECT * FROM Lines").WithoutObjectPolicies("lines are everybody's").CountAsync(Cancellation));
            await RefusedAsync("lambda", () => db.Labels.Include("Orders").ToListAsync(Cancellation));
            await RefusedAsync("lambda", () => db.Lines.Include("Order.Customer").ToListAsync(Cancellation));
            await RefusedAsync("compiled", () => Task.FromResult(CompiledOrders(db).Count()));
            await RefusedAsync("compiled", () => CompiledCount(db));
            Assert.Equal(6, await CompiledLines(db));
        });
    }

    [Fact]
    public async Task Who_is_named_inside_of_a_part_without_policies_is_asked_for()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, objects) =>
        {
            using (db.WithoutObjectPolicies("a test"))
            {
                Assert.Equal(6, await db.Orders.CountAsync(Cancellation));
                using (db.WithObjectPoliciesFor(objects.For(StoreApp.Principal("bob@north"))))
                {
                    Assert.Equal(1, await db.Orders.CountAsync(Cancellation));
                    using (db.WithoutObjectPolicies("a test"))
                    {
                        Assert.Equal(6, await db.Orders.CountAsync(Cancellation));
                    }
                }

                Assert.Equal(6, await db.Orders.CountAsync(Cancellation));
            }

            Assert.Equal(3, await db.Orders.CountAsync(Cancellation));
        });
    }

    public sealed record Loose(int Id, string Note);

    private static readonly Func<StoreDb, IEnumerable<Order>> CompiledOrders = EF.CompileQuery((StoreDb db) => db.Orders);
    private static readonly Func<StoreDb, Task<int>> CompiledCount = EF.CompileAsyncQuery((StoreDb db) => db.Customers.Count(c => c.Orders.Any()));
    private static readonly Func<StoreDb, Task<int>> CompiledLines = EF.CompileAsyncQuery((StoreDb db) => db.Lines.Count());

    private static async Task RefusedAsync<T>(string part, Func<Task<T>> query) =>
        Assert.Contains(part, (await Assert.ThrowsAsync<InvalidOperationException>(query)).Message, StringComparison.Ordinal);
}
