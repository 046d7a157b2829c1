using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Bare;

public static class BareOrders
{
    public static void MapBareOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders").RequireAuthorization();

        // The client says whose orders, and how many.
        orders.MapGet("/", (ShopDb db, string? tenant, string? owner, int? take) => db.Orders
            .Include(o => o.Lines)
            .Where(o => (tenant == null || o.TenantId == tenant) && (owner == null || o.OwnerId == owner))
            .OrderBy(o => o.PlacedAt)
            .Take(take ?? 50));

        // A query made of text.
        orders.MapGet("/search", (ShopDb db, string note) => db.Orders.FromSqlRaw(
            string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM Orders WHERE TenantId = 'north' AND Note LIKE '%{note}%' LIMIT 50")));

        // By id, whoever asks.
        orders.MapGet("/{id:guid}", async (ShopDb db, Guid id) =>
            await db.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id) is { } order ? Results.Ok(order) : Results.NotFound());

        // The entity is the request: whatever column the client names, it sets.
        orders.MapPost("/", async (ShopDb db, ClaimsPrincipal user, Order order) =>
        {
            order.Id = Guid.NewGuid();
            order.TenantId = order.TenantId is "" ? user.FindFirstValue("tenant")! : order.TenantId;
            order.OwnerId = order.OwnerId is "" ? user.Subject() : order.OwnerId;
            order.Total = order.Lines.Sum(line => line.Quantity * line.UnitPrice);
            db.Orders.Add(order);
            await db.SaveChangesAsync();
            return Results.Created($"/orders/{order.Id}", order);
        });

        // Any content type, any member, and the exception's text for the client.
        orders.MapPatch("/{id:guid}", async (ShopDb db, HttpRequest request, Guid id) =>
        {
            var order = await db.Orders.FirstAsync(o => o.Id == id);
            try
            {
                var changes = await JsonSerializer.DeserializeAsync<Dictionary<string, JsonElement>>(request.Body) ?? [];
                foreach (var (name, value) in changes)
                {
                    var property = typeof(Order).GetProperties().First(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
                    property.SetValue(order, value.Deserialize(property.PropertyType, JsonSerializerOptions.Web));
                }
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return Results.BadRequest(exception.ToString());
            }

            await db.SaveChangesAsync();
            return Results.Ok(order);
        });

        orders.MapDelete("/{id:guid}", async (ShopDb db, Guid id) =>
        {
            await db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, OrderStatus.Cancelled));
            return Results.NoContent();
        });

        // Who may log in may give money back.
        orders.MapPost("/{id:guid}/refunds", async (ShopDb db, TimeProvider time, ClaimsPrincipal user, Guid id, Refund refund) =>
        {
            var order = await db.Orders.FirstAsync(o => o.Id == id);
            refund.Id = Guid.NewGuid();
            refund.OrderId = id;
            refund.TenantId = order.TenantId;
            refund.ApprovedBy = refund.ApprovedBy is "" ? user.Subject() : refund.ApprovedBy;
            refund.At = time.GetUtcNow().UtcDateTime;
            db.Refunds.Add(refund);
            await db.SaveChangesAsync();
            return Results.Created($"/orders/{id}/refunds", refund);
        });

        orders.MapGet("/{id:guid}/refunds", (ShopDb db, Guid id) => db.Refunds.Where(r => r.OrderId == id));

        orders.MapGet("/{id:guid}/invoice", async (ShopDb db, Guid id, string? culture) =>
            Invoice.Render(await db.Orders.FirstAsync(o => o.Id == id), culture));
    }
}
