namespace ApiSecurity.Analyzers.Tests;

public sealed class EntityTests
{
    [Fact]
    public Task Entities_as_bodies() => Code.ExpectAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;

        app.MapPost("/a", (Order order) => order.Total);      // APISEC002
        app.MapPost("/b", (List<Order> orders) => orders.Count);      // APISEC002
        app.MapPost("/c", ([FromBody] Customer customer) => customer.Id);      // APISEC002
        app.MapPost("/d", async (HttpRequest request) => (await request.ReadFromJsonAsync<Order>())!.Total);      // APISEC002

        public class OrdersController : Controller
        {
            [HttpPost("/orders")]
            public decimal Post(Order order) => order.Total;      // APISEC002

            [HttpPost("/orders/named")]
            public decimal Named([Bind("Note")] Order order) => order.Total;
        }

        public class EditModel : PageModel
        {
            [BindProperty]
            public Order Order { get; set; } = new();      // APISEC002

            public void OnPost() => Order.Note = "";
        }
        """,
        "APISEC002");

    [Fact]
    public Task Entities_as_answers() => Code.ExpectAsync(
        """
        using ApiSecurity.Authorization;
        using Microsoft.AspNetCore.Http.HttpResults;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        app.MapGet("/a", (ShopDb db, ObjectAuthorizer objects) => objects.Filter(db.Orders).Take(5));      // APISEC003
        app.MapGet("/b", async (ShopDb db) => await db.Orders.ToListAsync());      // APISEC003
        app.MapGet("/c/{id}", (Authorized<Order> order) => order.Value);      // APISEC003
        app.MapGet("/d", (ShopDb db) => Results.Ok(db.Orders.First()));      // APISEC003
        app.MapGet("/e", (ShopDb db) => TypedResults.Ok(db.Orders.First()));      // APISEC003

        app.MapGet("/g", (ShopDb db) => new { db.Orders.First().Id, Last = db.Orders.OrderBy(o => o.Id).Last() });      // APISEC003
        app.MapGet("/f", Results<Ok<Order>, NotFound> (ShopDb db) =>
        {
            var order = db.Orders.FirstOrDefault();
            if (order is null)
            {
                return TypedResults.NotFound();
            }

            return TypedResults.Ok(
                order);      // APISEC003
        });

        public class OrdersController(ShopDb db) : Controller
        {
            [HttpGet("/orders")]
            public ActionResult<Order> Get() => db.Orders.First();      // APISEC003

            [HttpGet("/orders/all")]
            public IActionResult All() => Ok(db.Orders.ToList());      // APISEC003

            [HttpGet("/orders/page")]
            public IActionResult Shown() => View(db.Orders.First());
        }
        """,
        "APISEC003");

    [Fact]
    public Task No_alarm_for_types_that_are_made_for_clients() => Code.ExpectAsync(
        """
        using System.Linq.Expressions;
        using ApiSecurity.Authorization;

        app.MapPost("/a", (NewOrder order) => order.Note);
        app.MapGet("/b", (ShopDb db) => db.Orders.Select(o => OrderView.Of(o)));
        app.MapGet("/c", (ShopDb db) => Results.Ok(db.Orders.Count()));
        app.MapGet("/d", (ShopDb db) => db.Orders.Select(o => new { o.Id, o.Note }));
        app.MapGet("/e", (ShopDb db) =>
        {
            Order Load() => db.Orders.First();
            var found = new List<Order> { Load() }.Select(o => o).ToList();
            return found.Count;
        });

        public sealed record NewOrder(string Note);
        """);

    [Fact]
    public Task No_alarm_for_entities_whose_members_say_who() => Code.ExpectAsync(
        """
        using ApiSecurity.Authorization;
        using Microsoft.EntityFrameworkCore;

        builder.Services.AddApiSecurity().AddPropertyRules<Order>(rules => rules.Property(o => o.Total).Sensitive());
        app.MapPost("/a", (Order order) => order);
        app.MapPost("/b", (Deal deal) => deal);

        public sealed class DealDb : DbContext
        {
            public DbSet<Deal> Deals => Set<Deal>();
        }

        public sealed record Deal(int Id, [Sensitive] decimal Margin);
        """);

    [Fact]
    public Task A_type_with_a_policy_is_an_entity_without_a_database() => Code.ExpectAsync(
        """
        using System.Linq.Expressions;
        using ApiSecurity.Authorization;

        app.MapPost("/a", (Document document) => document.Text);      // APISEC002

        public sealed class Document
        {
            public string Id { get; set; } = "";

            public string Text { get; set; } = "";
        }

        public sealed class DocumentPolicy : ObjectPolicy<Document, string>
        {
            protected override IQueryable<Document> Source => Array.Empty<Document>().AsQueryable();

            protected override Expression<Func<Document, bool>> HasId(string id) => d => d.Id == id;

            protected override Expression<Func<Document, bool>> Boundary(Caller caller) => d => true;

            protected override Expression<Func<Document, bool>> Allow(Caller caller, Operation operation) => d => false;
        }
        """,
        "APISEC002");
}
