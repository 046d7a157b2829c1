using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Bare;

/// <summary>What is not about a single order.</summary>
public static class BareShop
{
    public static void MapBareShop(this IEndpointRouteBuilder app)
    {
        // The links are made of what the client calls the host.
        app.MapGet("/", (HttpRequest request) => new { name = "Orders API", orders = $"{request.Scheme}://{request.Host}/orders" });

        app.MapGet("/health", () => "ok");

        // RequireAuthorization() was forgotten on this one.
        app.MapGet("/customers/{id:guid}", async (ShopDb db, Guid id) =>
            await db.Customers.FindAsync(id) is { } customer ? Results.Ok(customer) : Results.NotFound());

        app.MapGet("/customers/me", async (ShopDb db, ClaimsPrincipal user) =>
            await db.Customers.FirstOrDefaultAsync(c => c.Subject == user.Subject()) is { } me ? Results.Ok(me) : Results.NotFound())
            .RequireAuthorization();

        // "Kestrel leaves %2F as it is", so it is decoded once more.
        app.MapGet("/documents/{**name}", (Documents documents, string name) =>
            Results.Text(File.ReadAllText(Path.Combine(documents.Root, Uri.UnescapeDataString(name)))));

        // Fetches whatever the client names, and shows what came back when it is no list of orders.
        app.MapPost("/orders/import", async (IHttpClientFactory http, Import import) =>
        {
            var text = await http.CreateClient().GetStringAsync(import.Url);
            var lines = ImportedOrders.Parse(text).ToList();
            return lines.Count > 0 ? Results.Ok(lines) : Results.BadRequest($"No orders found in: {text}");
        }).RequireAuthorization();

        // Any page, any visitor.
        app.Map("/orders/live", async (HttpContext context, ShopDb db) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var open = await db.Orders.CountAsync(o => o.Status == OrderStatus.Open);
            await socket.SendAsync(Encoding.UTF8.GetBytes($"{open} open orders"), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
    }

    public sealed record Import(Uri Url);
}
