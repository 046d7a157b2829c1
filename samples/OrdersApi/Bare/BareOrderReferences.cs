using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Bare;

/// <summary>Orders that are named elsewhere than in a route of their own.</summary>
public static class BareOrderReferences
{
    public static void MapBareOrderReferences(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/").RequireAuthorization();

        // The customer is looked at, and then the order, and never the two together.
        api.MapGet("/customers/{customerId:guid}/orders/{orderId:guid}", async (ShopDb db, Guid customerId, Guid orderId) =>
            await db.Customers.AnyAsync(c => c.Id == customerId) && await db.Orders.FindAsync(orderId) is { } order ? Results.Ok(order) : Results.NotFound());

        // "A number tells nobody anything."
        api.MapGet("/orders/count", async (ShopDb db, string? tenant) => new { orders = await db.Orders.CountAsync(o => tenant == null || o.TenantId == tenant) });

        api.MapGet("/orders/compare", async (ShopDb db, Guid left, Guid right) =>
            new { left = await db.Orders.FirstAsync(o => o.Id == left), right = await db.Orders.FirstAsync(o => o.Id == right) });

        // The first is checked, "they come from our own page".
        api.MapPost("/orders/status", async (ShopDb db, Ids body, System.Security.Claims.ClaimsPrincipal user) =>
            await db.Orders.AnyAsync(o => o.Id == body.Values[0] && o.OwnerId == user.Subject())
                ? Results.Ok(db.Orders.Where(o => body.Values.Contains(o.Id)).Select(o => new { o.Id, o.Status }))
                : Results.NotFound());

        api.MapPost("/orders/claims", async (ShopDb db, Claim body) =>
            await db.Orders.FindAsync(body.OrderId) is { } order ? Results.Ok(new { body.OrderId, order.Total, body.Text }) : Results.NotFound());

        // Makes what is not there, and takes over what is.
        api.MapPut("/orders/{id:guid}", async (ShopDb db, Guid id, Replacement body, System.Security.Claims.ClaimsPrincipal user) =>
        {
            var order = await db.Orders.FindAsync(id);
            var isNew = order is null;
            if (order is null)
            {
                order = new Order { Id = id, TenantId = user.FindFirst("tenant")!.Value };
                db.Orders.Add(order);
            }

            order.OwnerId = body.OwnerId;
            order.Note = body.Note;
            await db.SaveChangesAsync();
            return isNew ? Results.Created($"/orders/{id}", order) : Results.Ok(order);
        });
    }

    public sealed record Ids([property: System.Text.Json.Serialization.JsonPropertyName("ids")] List<Guid> Values);

    public sealed record Claim(Guid OrderId, string Text);

    public sealed record Replacement(string OwnerId, string? Note);
}
