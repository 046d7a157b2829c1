namespace ApiSecurity.Analyzers.Tests;

public sealed class ObjectByIdTests
{
    private const string Id = "APISEC001";

    [Fact]
    public Task Minimal_APIs_that_take_an_object_by_its_id() => Code.ExpectAsync(
        """
        using Microsoft.EntityFrameworkCore;

        app.MapGet("/orders/{id:guid}", async (ShopDb db, Guid id) =>
            await db.Orders.FindAsync(id) is { } order ? Results.Ok(OrderView.Of(order)) : Results.NotFound());      // APISEC001
        app.MapGet("/a/{id:guid}", async (ShopDb db, Guid id) =>
            await db.Orders.FirstOrDefaultAsync(o => o.Id == id) is { } order ? Results.Ok(OrderView.Of(order)) : Results.NotFound());      // APISEC001
        app.MapGet("/b/{id:guid}", (ShopDb db, Guid id) => db.Orders.AsNoTracking().Include(o => o.Note).Where(o => id.Equals(o.Id)).Select(o => OrderView.Of(o)));      // APISEC001
        app.MapGet("/c/{id:guid}", (ShopDb db, Guid id) => (from o in db.Orders where o.Id == id select o.Status).Single());      // APISEC001
        app.MapGet("/d", (ShopDb db, HttpRequest request) =>
        {
            var id = Guid.Parse(request.Query["order"].ToString());
            return OrderView.Of(db.Find<Order>(id)!);      // APISEC001
        });
        app.MapDelete("/e/{number}", (ShopDb db, string number) =>
        {
            if (!Guid.TryParse(number, out var id))
            {
                return Results.BadRequest();
            }

            db.Orders.Where(o => o.Id == id).ExecuteDelete();      // APISEC001
            return Results.NoContent();
        });
        app.MapPost("/f", async (ShopDb db, Change body) =>
        {
            var order = await db.Orders.SingleAsync(o => o.Id == body.OrderId);      // APISEC001
            order.Note = body.Note;
            await db.SaveChangesAsync();
        });
        app.MapPost("/g", (ShopDb db, List<Change> batch) =>
        {
            foreach (var change in batch)
            {
                db.Orders.First(o => o.Id == change.OrderId).Note = change.Note;      // APISEC001
            }
        });
        app.MapPost("/h", (ShopDb db, Guid[] ids) => db.Orders.Where(o => ids.Contains(o.Id)).Select(o => OrderView.Of(o)));      // APISEC001
        app.MapGet("/i", (ShopDb db, string? tenant, string? owner) => db.Orders
            .Where(o => (tenant == null || o.TenantId == tenant) && (owner == null || o.OwnerId == owner))      // APISEC001
            .Select(o => OrderView.Of(o)));
        app.MapGet("/k/{id}", async ([AsParameters] Services services, Guid id) =>
        {
            var orders = (IQueryable<Order>)services.Db.Orders;
            orders = orders.OrderBy(o => o.Total);
            return OrderView.Of(await orders.SingleAsync(o => o.Id == id));      // APISEC001
        });
        app.MapGet("/l", (ShopDb db, string tenant) => db.Orders.Count(o => o.TenantId == tenant));      // APISEC001
        app.MapGet("/j/{id}", (ShopDb db, Guid id) => db.Orders.FromSql($"SELECT * FROM Orders WHERE Id = {id}").Select(o => OrderView.Of(o)));      // APISEC001

        public sealed record Change(Guid OrderId, string Note);

        public sealed record Services(ShopDb Db, ILogger<Order> Logger);
        """,
        Id);

    [Fact]
    public Task The_same_in_methods_that_are_named_or_called() => Code.ExpectAsync(
        """
        using Microsoft.EntityFrameworkCore;

        app.MapGet("/orders/{id:guid}", Orders.Get);
        app.MapGet("/orders/{id:guid}/note", Orders.NoteAsync);
        app.MapGet("/local/{id:guid}", (ShopDb db, Guid id) => Local(db, id));

        static string? Local(ShopDb db, Guid id) => db.Orders.Single(o => o.Id == id).Note;      // APISEC001

        public static class Orders
        {
            public static OrderView Get(ShopDb db, Guid id) => OrderView.Of(db.Orders.First(o => o.Id == id));      // APISEC001

            public static async Task<string?> NoteAsync(ShopDb db, Guid id) => (await LoadAsync(db, id)).Note;

            private static Task<Order> LoadAsync(ShopDb db, Guid key) => db.Orders.SingleAsync(o => o.Id == key);      // APISEC001
        }
        """,
        Id);

    [Fact]
    public Task Controllers_pages_and_hubs() => Code.ExpectAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.EntityFrameworkCore;

        [ApiController]
        public sealed class OrdersController(ShopDb db) : ControllerBase
        {
            [HttpGet("/orders/{id}")]
            public async Task<ActionResult<OrderView>> Get(Guid id) => await db.Orders.FindAsync(id) is { } order ? OrderView.Of(order) : NotFound();      // APISEC001

            [HttpPut("/orders/{id}")]
            public async Task<IActionResult> Put(Guid id, Change change)
            {
                if (id != change.OrderId)
                {
                    return BadRequest();
                }

                var order = await db.Orders.FirstOrDefaultAsync(o => o.Id == change.OrderId);      // APISEC001
                return order is null ? NotFound() : NoContent();
            }

            [NonAction]
            public Order? Load(Guid id) => db.Orders.Find(id);
        }

        public sealed class EditModel(ShopDb db) : PageModel
        {
            [BindProperty]
            public Guid OrderId { get; set; }

            public OrderView? Shown { get; private set; }

            public void OnGet(Guid id) => Shown = OrderView.Of(db.Orders.Single(o => o.Id == id));      // APISEC001

            public void OnPost() => db.Orders.Single(o => o.Id == OrderId).Note = "";      // APISEC001
        }

        public sealed class OrdersHub(ShopDb db) : Hub
        {
            public string? Note(Guid id) => db.Orders.Find(id)?.Note;      // APISEC001
        }

        public sealed record Change(Guid OrderId, string Note);
        """,
        Id);

    [Fact]
    public Task No_alarm_where_somebody_asks_whose_it_is() => Code.ExpectAsync(
        """
        using System.Linq.Expressions;
        using System.Security.Claims;
        using ApiSecurity.Authorization;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.EntityFrameworkCore;

        app.MapGet("/a/{id}", (Authorized<Order> order) => OrderView.Of(order.Value));
        app.MapGet("/b/{id}", (ShopDb db, ObjectAuthorizer objects, Guid id) => objects.Filter(db.Orders).Where(o => o.Id == id).Select(o => OrderView.Of(o)));
        app.MapGet("/c/{id}", async (ShopDb db, ObjectAuthorizer objects, Guid id) =>
        {
            var orders = objects.Filter(db.Orders).AsNoTracking();
            return OrderView.Of(await orders.SingleAsync(o => o.Id == id));
        });
        app.MapGet("/d/{id}", (ShopDb db, Caller caller, Guid id) => db.Orders.Where(o => o.OwnerId == caller.Subject && o.Id == id).Select(o => OrderView.Of(o)));
        app.MapGet("/e/{id}", (ShopDb db, ClaimsPrincipal user, Guid id) =>
        {
            var subject = user.FindFirstValue("sub");
            return db.Orders.Where(o => o.OwnerId == subject).Where(o => o.Id == id).Select(o => OrderView.Of(o));
        });
        app.MapGet("/f/{id}", async (ShopDb db, ClaimsPrincipal user, Guid id) =>
        {
            var order = await db.Orders.FindAsync(id);
            return order is null || order.OwnerId != user.FindFirstValue("sub") ? Results.NotFound() : Results.Ok(OrderView.Of(order));
        });
        app.MapGet("/g/{id}", async (ShopDb db, ClaimsPrincipal user, IAuthorizationService authorization, Guid id) =>
        {
            var order = await db.Orders.FindAsync(id);
            return (await authorization.AuthorizeAsync(user, order, "owner")).Succeeded ? Results.Ok(OrderView.Of(order!)) : Results.Forbid();
        });
        app.MapGet("/h/{id}", async (ShopDb db, ObjectAuthorizer objects, Guid id) =>
            await objects.FindAsync<Order>(id, Operation.Read) is { } order ? Results.Ok(OrderView.Of(order)) : Results.NotFound());
        app.MapGet("/i/{id}", (ShopDb db, Guid id) => db.Customers.Find(id) is null).AllowAnonymous();
        app.MapGet("/j", (ShopDb db, string status) => db.Orders.Count(o => o.Status == status));
        app.MapGet("/k", (ShopDb db, string status) => db.Orders.Where(o => o.Status == status).Select(o => OrderView.Of(o)));
        app.MapPost("/n/{id}", [AuthorizeObject<Order>("id")] (ShopDb db, Guid id) => db.Orders.Single(o => o.Id == id).Note);
        app.MapPost("/o", (ShopDb db, Refund refund) => db.Orders.Single(o => o.Id == refund.OrderId).Note);
        app.MapPost("/p", (ShopDb db, Refund refund) => db.Orders.Find(refund.OrderId) is null);
        app.MapPost("/q", (ShopDb db, [ObjectReference<Order>] Guid[] ids) => db.Orders.Where(o => ids.Contains(o.Id)).Select(o => OrderView.Of(o)));
        app.MapGet("/r/{id}", (ShopDb db, ObjectAuthorizer objects, Guid id, string? status) =>
        {
            IQueryable<Order> orders = db.Orders;
            orders = objects.Filter(orders);
            if (status is not null)
            {
                orders = orders.Where(o => o.Status == status);
            }

            return OrderView.Of(orders.Single(o => o.Id == id));
        });
        app.MapGet("/s/{id}", (ShopDb db, Guid id, CurrentUser user) => db.Orders.Where(o => o.Id == id && (o.OwnerId == user.Id || user.IsAdmin)).Select(o => OrderView.Of(o)));
        app.MapPut("/t/{id}", (ShopDb db, Guid id, Change change, CurrentUser user) => db.Orders.Where(o => o.Id == id && o.OwnerId == user.Id).ExecuteUpdate(set => set.SetProperty(o => o.Note, change.Note)));
        app.MapGet("/u/{id}", async (ShopDb db, Guid id, CurrentUser user) => await db.Orders.FindAsync(id) switch
        {
            Order order when order.OwnerId == user.Id || user.IsAdmin => Results.Ok(OrderView.Of(order)),
            _ => Results.NotFound(),
        });
        builder.Services.AddScoped<CurrentUser>();
        app.MapGet("/l", (ShopDb db) => db.Customers.Find(1) is null);
        app.MapGet("/m/{id}", (List<Customer> list, int id) => list.First(c => c.Id == id).Name);

        public sealed record Change(string Note);

        public sealed class CurrentUser
        {
            public string Id { get; set; } = "";

            public bool IsAdmin { get; set; }
        }

        public sealed record Refund([property: ObjectReference<Order>(Operation.Update)] Guid OrderId);

        public sealed class OrderPolicy(ShopDb db) : ObjectPolicy<Order, Guid>
        {
            protected override IQueryable<Order> Source => db.Orders;

            protected override Expression<Func<Order, bool>> HasId(Guid id) => o => o.Id == id;

            protected override Expression<Func<Order, bool>> Boundary(Caller caller) => o => o.TenantId == caller.Tenant;

            protected override Expression<Func<Order, bool>> Allow(Caller caller, Operation operation) => o => o.OwnerId == caller.Subject;

            private Order? Load(Guid id) => db.Orders.Find(id);
        }
        """,
        Id);
}
