using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Secured;

public static class RefundEndpoints
{
    public static void MapRefunds(this IEndpointRouteBuilder app)
    {
        var refunds = app.MapGroup("/orders/{id:guid}/refunds");

        refunds.MapGet("/", (Authorized<Order> order, ShopDb db) =>
            db.Refunds.Where(r => r.OrderId == order.Value.Id).Select(r => RefundView.Of(r)).ToListAsync());

        refunds.MapPost("/", async ([ObjectAccess(OrderPolicy.Refund)] Authorized<Order> order, NewRefund body, Caller caller, ShopDb db, TimeProvider time) =>
        {
            var refund = new Refund
            {
                Id = Guid.NewGuid(),
                OrderId = order.Value.Id,
                TenantId = order.Value.TenantId,
                Amount = body.Amount,
                Reason = body.Reason,
                ApprovedBy = caller.Subject!,
                At = time.GetUtcNow().UtcDateTime,
            };
            db.Refunds.Add(refund);
            await db.SaveChangesAsync();
            return Results.Created($"/orders/{order.Value.Id}/refunds", RefundView.Of(refund));
        }).RequirePermission("orders.refund").RequireRateLimit("30/min");
    }
}
