using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>What is not about a single order.</summary>
public static class ShopEndpoints
{
    public static void MapShop(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => new { name = "Orders API", orders = "/orders" }).AsPublicEndpoint("says where the orders are, and nothing else");
        app.MapGet("/health", () => "ok").AsPublicEndpoint("the load balancer asks, and learns nothing");

        app.MapGet("/customers/me", async (ShopDb db, Caller caller) =>
            await db.Customers.SingleOrDefaultAsync(c => c.TenantId == caller.Tenant && c.Subject == caller.Subject) is { } me
                ? Results.Ok(CustomerView.Of(me)) : Results.NotFound());

        app.MapGet("/customers/{id:guid}", (Authorized<Customer> customer) => CustomerView.Of(customer.Value));

        app.MapGet("/documents/{name}", (Documents documents, string name) =>
            documents.Names.Contains(name) ? Results.Text(documents.Read(name)) : Results.NotFound());

        app.MapPost("/orders/import", async (ImportClient imports, NewImport body, CancellationToken cancellationToken) =>
            await imports.FetchAsync(body.Url, cancellationToken) is { } text
                ? Results.Ok(ImportedOrders.Parse(text))
                : Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "Imports are possible from partners only."))
            .RequirePermission("orders.import");

        app.MapGet("/orders/live", async (HttpContext context, ShopDb db, ObjectAuthorizer auth) =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                return Results.StatusCode(StatusCodes.Status426UpgradeRequired);
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var open = await auth.Filter(db.Orders).CountAsync(o => o.Status == OrderStatus.Open);
            var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{open} open orders"));
            await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            return Results.Empty;
        });
    }
}
