using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>Orders that are named elsewhere than in a route of their own: below a customer, in a query, in a body, in a batch.</summary>
public static class OrderReferenceEndpoints
{
    public static void MapOrderReferences(this IEndpointRouteBuilder app)
    {
        // An order of that customer's, or none: OrderPolicy says how the two belong together.
        app.MapGet("/customers/{customerId:guid}/orders/{orderId:guid}", (Authorized<Customer> customer, Authorized<Order> order) => OrderView.Of(order.Value));

        app.MapGet("/orders/count", async (ShopDb db, ObjectAuthorizer auth) => new OrderCount(await auth.Filter(db.Orders).CountAsync()));

        app.MapGet("/orders/compare", (
            [ObjectAccess(QueryParameter = "left")] Authorized<Order> left,
            [ObjectAccess(QueryParameter = "right")] Authorized<Order> right) => new OrderComparison(OrderView.Of(left.Value), OrderView.Of(right.Value)));

        // All of the batch, or nothing of it.
        app.MapPost("/orders/status", (OrderIds body, ShopDb db, ObjectAuthorizer auth) => auth.Filter(db.Orders)
            .Where(o => body.Ids.Contains(o.Id))
            .Select(o => new OrderState(o.Id, o.Status)));

        app.MapPost("/orders/claims", (NewClaim body, [ObjectAccess(Operation.Read, BodyMember = "orderId")] Authorized<Order> order) =>
            new Claim(order.Value.Id, order.Value.Total, body.Text)).RequirePermission("orders.write").WithJsonSchema("Schemas/claim.json");

        app.MapPut("/orders/{id:guid}", async (Authorized<Order> order, OrderReplacement body, ObjectAuthorizer auth, ShopDb db) =>
        {
            order.Value.Note = body.Note;
            order.Value.OwnerId = body.OwnerId;
            if (auth.CheckSave(order.Value) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync();
            return Results.Ok(OrderView.Of(order.Value));
        }).RequirePermission("orders.write");
    }
}
