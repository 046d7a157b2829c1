using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Secured;

public static class RefundEndpoints
{
    public static void MapRefunds(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders/{id:guid}/refunds", async (ShopDb db, Caller caller, TimeProvider time, Guid id, NewRefund body) =>
        {
            if (await db.Orders.Visible(caller).SingleOrDefaultAsync(o => o.Id == id) is not { } order)
            {
                return Results.NotFound();
            }

            var refund = new Refund
            {
                Id = Guid.NewGuid(),
                OrderId = order.Id,
                TenantId = order.TenantId,
                Amount = body.Amount,
                Reason = body.Reason,
                ApprovedBy = caller.Subject!,
                At = time.GetUtcNow().UtcDateTime,
            };
            db.Refunds.Add(refund);
            await db.SaveChangesAsync();
            return Results.Created($"/orders/{order.Id}/refunds", refund);
        }).RequirePermission("orders.refund");

        app.MapGet("/orders/{id:guid}/refunds", async (ShopDb db, Caller caller, Guid id) =>
            await db.Orders.Visible(caller).AnyAsync(o => o.Id == id)
                ? Results.Ok(await db.Refunds.Where(r => r.OrderId == id).ToListAsync()) : Results.NotFound());
    }
}
