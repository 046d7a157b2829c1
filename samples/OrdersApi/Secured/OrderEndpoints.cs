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

        // The rule goes into the SQL: nobody's page is filled by loading others' orders.
        orders.MapGet("/", (ShopDb db, ObjectAuthorizer auth, int? take) => auth.Filter(db.Orders)
            .Include(o => o.Lines)
            .OrderBy(o => o.PlacedAt)
            .Take(Math.Clamp(take ?? 20, 1, PageSize))
            .Select(o => OrderView.Of(o)));

        orders.MapGet("/search", (ShopDb db, ObjectAuthorizer auth, string note) => auth.Filter(db.Orders)
            .Include(o => o.Lines)
            .Where(o => o.Note != null && o.Note.Contains(note))
            .OrderBy(o => o.PlacedAt)
            .Take(PageSize)
            .Select(o => OrderView.Of(o)));

        // Not there and not yours are the same answer, and the handler never sees either.
        orders.MapGet("/{id:guid}", (Authorized<Order> order) => OrderView.Of(order.Value));

        orders.MapGet("/{id:guid}/invoice", (Authorized<Order> order, string? culture) => Invoice.Render(order.Value, culture));

        orders.MapPost("/", PlaceAsync).RequirePermission("orders.write").RequireRateLimit("60/min");

        orders.MapPatch("/{id:guid}", async (Authorized<Order> order, OrderChange change, ShopDb db) =>
        {
            order.Value.Note = change.Note ?? order.Value.Note;
            order.Value.InternalMargin = change.InternalMargin ?? order.Value.InternalMargin;
            await db.SaveChangesAsync();
            return OrderView.Of(order.Value);
        }).RequirePermission("orders.write");

        orders.MapDelete("/{id:guid}", async (Authorized<Order> order, ShopDb db) =>
        {
            order.Value.Status = OrderStatus.Cancelled;
            await db.SaveChangesAsync();
            return Results.NoContent();
        }).RequirePermission("orders.write");
    }

    private static async Task<IResult> PlaceAsync(NewOrder body, Caller caller, ShopDb db, TimeProvider time)
    {
        if (body.Lines.Any(line => line is null || !Catalogue.Prices.ContainsKey(line.Sku)))
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
    }
}
