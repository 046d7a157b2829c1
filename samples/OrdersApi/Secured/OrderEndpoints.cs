using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Secured;

public static class OrderEndpoints
{
    private const int PageSize = 100;

    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders");

        orders.MapGet("/", (ShopDb db, Caller caller, int? take) => db.Orders.Visible(caller)
            .Include(o => o.Lines)
            .OrderBy(o => o.PlacedAt)
            .Take(Math.Clamp(take ?? 20, 1, PageSize))
            .Select(o => OrderView.Of(o)));

        orders.MapGet("/search", (ShopDb db, Caller caller, string note) => db.Orders.Visible(caller)
            .Include(o => o.Lines)
            .Where(o => o.Note != null && o.Note.Contains(note))
            .OrderBy(o => o.PlacedAt)
            .Take(PageSize)
            .Select(o => OrderView.Of(o)));

        orders.MapGet("/{id:guid}", async (ShopDb db, Caller caller, Guid id) =>
            await db.Orders.Visible(caller).Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == id) is { } order
                ? Results.Ok(OrderView.Of(order)) : Results.NotFound());

        orders.MapGet("/{id:guid}/invoice", async (ShopDb db, Caller caller, Guid id, string? culture) =>
            await db.Orders.Visible(caller).SingleOrDefaultAsync(o => o.Id == id) is { } order
                ? Results.Text(Invoice.Render(order, culture)) : Results.NotFound());

        orders.MapPost("/", async (ShopDb db, Caller caller, TimeProvider time, NewOrder body) =>
        {
            var unknown = body.Lines.Select(line => line.Sku).FirstOrDefault(sku => !Catalogue.Prices.ContainsKey(sku));
            if (unknown is not null)
            {
                return Results.ValidationProblem(new Dictionary<string, string[]> { ["lines"] = ["An article is not in the catalogue."] });
            }

            var lines = body.Lines.Select(line => new OrderLine { Sku = line.Sku, Quantity = line.Quantity, UnitPrice = Catalogue.Prices[line.Sku] }).ToList();
            var order = new Order
            {
                Id = Guid.NewGuid(),
                TenantId = caller.Tenant!,
                OwnerId = caller.Subject!,
                PlacedAt = time.GetUtcNow().UtcDateTime,
                Total = lines.Sum(line => line.Quantity * line.UnitPrice),
                Note = body.Note,
                Lines = lines,
            };
            db.Orders.Add(order);
            await db.SaveChangesAsync();
            return Results.Created($"/orders/{order.Id}", OrderView.Of(order));
        });

        orders.MapPatch("/{id:guid}", async (ShopDb db, Caller caller, Guid id, OrderChange change) =>
        {
            if (await db.Orders.Changeable(caller).SingleOrDefaultAsync(o => o.Id == id) is not { } order)
            {
                return Results.NotFound();
            }

            order.Note = change.Note;
            await db.SaveChangesAsync();
            return Results.Ok(OrderView.Of(order));
        });

        orders.MapDelete("/{id:guid}", async (ShopDb db, Caller caller, Guid id) =>
        {
            if (await db.Orders.Changeable(caller).SingleOrDefaultAsync(o => o.Id == id) is not { } order)
            {
                return Results.NotFound();
            }

            order.Status = OrderStatus.Cancelled;
            await db.SaveChangesAsync();
            return Results.NoContent();
        });
    }
}
