using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ApiSecurity.EntityFrameworkCore.Tests;

public sealed class UnaskedQueryTests
{
    private const string Alice = "alice@north";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<StoreDb, Task>> Forgetful => new()
    {
        { "Order", db => db.Orders.ToListAsync() },
        { "Order", db => db.Orders.CountAsync() },
        { "Order", db => db.Orders.FindAsync(1).AsTask() },
        { "Order", db => db.Lines.Where(l => db.Orders.Any(o => o.Id == l.OrderId)).ToListAsync() },
        { "Customer", db => db.Labels.Select(l => db.Customers.Count()).ToListAsync() },
        { "Order", db => db.Orders.FromSqlRaw("SELECT * FROM Orders").ToListAsync() },
        { "Order", db => db.Orders.ExecuteDeleteAsync() },
        { "Order", db => db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Note, "x")) },
        { "SecretDocument", db => db.SecretDocuments.ToListAsync() },
    };

    [Theory]
    [MemberData(nameof(Forgetful))]
    public async Task In_Development_who_forgets_to_ask_is_told(string type, Func<StoreDb, Task> query)
    {
        await using var app = await StoreApp.StartAsync(environment: "Development");
        await app.AsAsync(Alice, async (db, _) =>
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => query(db));
            Assert.Contains($"{type}", failure.Message, StringComparison.Ordinal);
            Assert.Contains("objects.Filter", failure.Message, StringComparison.Ordinal);
        });
        Assert.Empty(app.Sql);
    }

    [Fact]
    public async Task In_Development_who_asks_gets()
    {
        await using var app = await StoreApp.StartAsync(environment: "Development");
        await app.AsAsync(Alice, async (db, objects) =>
        {
            var orders = objects.Filter(db.Orders);
            Assert.Equal(3, await orders.CountAsync(Cancellation));
            Assert.Equal([4], await objects.Filter(db.Orders.Where(o => !o.IsOpen).AsNoTracking()).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(Cancellation));
            Assert.Equal(3, await db.Lines.CountAsync(l => orders.Any(o => o.Id == l.OrderId), Cancellation));
            Assert.Equal(3, await db.Lines.Join(orders, l => l.OrderId, o => o.Id, (l, o) => l).CountAsync(Cancellation));
            Assert.Equal(1, (await objects.FindAsync<Order>(1, Operation.Update, Cancellation))!.Id);
            Assert.Null(await objects.FindAsync<Order>(2, Operation.Read, Cancellation));
            Assert.Equal(2, await objects.Filter(db.Orders, Operation.Delete).ExecuteDeleteAsync(Cancellation));
            Assert.Equal(1, await objects.Filter(db.Orders.FromSqlRaw("SELECT * FROM Orders")).CountAsync(Cancellation));
            // Asking for one of two tables is not asking for both.
            await Assert.ThrowsAsync<InvalidOperationException>(() => objects.Filter(db.Orders).Where(o => db.Customers.Any(c => c.Id == o.CustomerId)).ToListAsync(Cancellation));
            // Nor does reading allow deleting.
            await Assert.ThrowsAsync<InvalidOperationException>(() => objects.Filter(db.Orders).ExecuteDeleteAsync(Cancellation));
        });
    }

    [Fact]
    public async Task The_policies_own_queries_are_not_asked_again_and_tell_why()
    {
        await using var app = await StoreApp.StartAsync(app => app.MapGet("/orders/{id}", (Authorized<Order> order) => order.Value.Note), environment: "Development");
        Assert.Equal("note of alice", (await app.SendAsync("GET", "/orders/1", Alice)).Text);
        Assert.Equal(404, (int)(await app.SendAsync("GET", "/orders/3", Alice)).Status);

        Assert.Equal("Read: outside of the boundary", (await app.App.Events.NextAsync()).Detail);
    }

    [Fact]
    public async Task An_opt_out_has_a_reason_and_is_told()
    {
        await using var app = await StoreApp.StartAsync(environment: "Development");
        await app.AsAsync(Alice, async (db, _) =>
        {
            Assert.Equal(6, await db.Orders.WithoutObjectPolicies("the month's statement").Where(o => o.Lines.Any()).CountAsync(Cancellation));
            Assert.Equal(6, await db.Orders.Select(o => o.Customer!.Name).WithoutObjectPolicies("names").CountAsync(Cancellation));
            Assert.Equal(6, await db.Lines.CountAsync(l => db.Orders.WithoutObjectPolicies("a part").Any(o => o.Id == l.OrderId), Cancellation));
            // What is left out of a part is not left out of the rest.
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.Orders.CountAsync(o => db.Customers.WithoutObjectPolicies("a part").Any(c => c.Id == o.CustomerId), Cancellation));
            Assert.Throws<ArgumentException>(() => db.Orders.WithoutObjectPolicies(" "));
            Assert.Throws<ArgumentException>(() => db.WithoutObjectPolicies(""));
        });

        Assert.Contains(app.App.Logs.GetSnapshot(), record => record.Message.Contains("the month's statement", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scope_without_policies_ends()
    {
        await using var app = await StoreApp.StartAsync();
        await app.AsAsync(Alice, async (db, _) =>
        {
            using (db.WithoutObjectPolicies("an import"))
            {
                Assert.Equal(6, await db.Orders.CountAsync(Cancellation));
                db.Add(new Order { Id = 99, TenantId = "south", OwnerId = "carol" });
                await db.SaveChangesAsync(Cancellation);
            }

            Assert.Equal(3, await db.Orders.CountAsync(Cancellation));
        });
        Assert.Contains(app.App.Logs.GetSnapshot(), record => record.Message.Contains("an import", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Production_tells_once_of_what_it_filters()
    {
        await using var app = await StoreApp.StartAsync();
        for (var time = 0; time < 3; time++)
        {
            await app.AsAsync(Alice, db => db.Orders.CountAsync(Cancellation));
        }

        Assert.Single(app.App.Logs.GetSnapshot(), record => record.Id.Name == "QueryFiltered");
    }

    [Fact]
    public async Task Outside_of_a_request_nothing_goes_unless_somebody_is_named()
    {
        await using var app = await StoreApp.StartAsync();
        await using var scope = app.App.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StoreDb>();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Orders.CountAsync(Cancellation));
        Assert.Contains("WithObjectPoliciesFor", failure.Message, StringComparison.Ordinal);
        db.Add(new Order { Id = 99, TenantId = "north", OwnerId = "alice" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancellation));
        Assert.Equal(6, await db.Lines.CountAsync(Cancellation));

        using (db.WithObjectPoliciesFor(scope.ServiceProvider.GetRequiredService<ObjectAuthorizer>().For(StoreApp.Principal("bob@north"))))
        {
            Assert.Equal([2], await db.Orders.Select(o => o.Id).ToListAsync(Cancellation));
            await Assert.ThrowsAsync<ObjectRefusedException>(() => db.SaveChangesAsync(Cancellation));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.Orders.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Background_work_may_be_trusted_as_a_whole()
    {
        await using var app = await StoreApp.StartAsync(options: options => options.WithoutCaller = NoCallerBehavior.Allow);
        await using var scope = app.App.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StoreDb>();
        Assert.Equal(6, await db.Orders.CountAsync(Cancellation));
        db.Add(new Order { Id = 99, TenantId = "north", OwnerId = "alice" });
        Assert.Equal(1, await db.SaveChangesAsync(Cancellation) > 0 ? 1 : 0);

        Assert.Equal(1, await app.AsAsync("bob@north", requests => requests.Orders.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Interceptors_of_saves_that_come_later_are_told_of()
    {
        await using var app = await StoreApp.StartAsync(context: builder => builder.UseObjectPolicies().AddInterceptors(new Later()), map: null).ContinueWith(
            started => started.IsFaulted ? null : started.Result, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.Null(app);
    }

    private sealed class Later : SaveChangesInterceptor;
}
