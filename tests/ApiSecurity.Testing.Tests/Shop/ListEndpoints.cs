using ApiSecurity.Authorization;

namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>What is about several: lists, counts, lines of an order, customers.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this WebApplication app, Holes holes)
    {
        IQueryable<Order> Visible(string hole, Store store, ObjectAuthorizer auth) => holes.Has(hole) ? store.Orders : auth.Filter(store.Orders);

        app.MapGet("/orders/", (Store store, ObjectAuthorizer auth) => Visible("list_all", store, auth).Select(order => OrderView.Of(order)));
        app.MapGet("/orders/search", (string note, Store store, ObjectAuthorizer auth) => Visible("list_search", store, auth).Where(order => order.Note == note).Select(order => OrderView.Of(order)));
        app.MapGet("/orders/count", (Store store, ObjectAuthorizer auth) => Visible("count_all", store, auth).Count());
        app.MapGet("/orders/recent", (Store store, ObjectAuthorizer auth, HttpResponse response) =>
        {
            response.Headers["X-Total-Count"] = $"{Visible("count_header", store, auth).Count()}";
            return auth.Filter(store.Orders).Select(order => OrderView.Of(order));
        });

        var latest = app.MapGet("/orders/latest", (Store store, ObjectAuthorizer auth) => Visible("list_anonymous", store, auth).Select(order => order.Id));
        if (holes.Has("list_anonymous"))
        {
            latest.AllowAnonymous();
        }

        app.MapGet("/orders/by-owner", (string ownerId, Store store, ObjectAuthorizer auth) => Visible("order_by_owner", store, auth).Where(order => order.OwnerId == ownerId).Select(order => OrderView.Of(order)));
        app.MapGet("/tenants/{tenantId}/orders", (string tenantId, Store store, ObjectAuthorizer auth) =>
            Visible("order_by_tenant", store, auth).Where(order => order.TenantId == tenantId).Select(order => order.Status));
        MapLines(app, holes);

        if (holes.Has("customer_read"))
        {
            app.MapGet("/customers/{customerId:guid}", (Guid customerId, Store store) => store.CustomersById.TryGetValue(customerId, out var customer) ? Results.Ok(CustomerView.Of(customer)) : Results.NotFound());
        }
        else
        {
            app.MapGet("/customers/{customerId:guid}", (Authorized<Customer> customer) => CustomerView.Of(customer.Value));
        }
    }

    private static void MapLines(WebApplication app, Holes holes)
    {
        var lines = app.MapGroup("/orders/{orderId:guid}/lines");
        if (holes.Has("lines_of_any_order"))
        {
            lines.MapGet("", (Guid orderId, Store store) => store.Lines.Where(line => line.OrderId == orderId).Select(line => LineView.Of(line)));
        }
        else
        {
            lines.MapGet("", (Authorized<Order> order, Store store) => store.Lines.Where(line => line.OrderId == order.Value.Id).Select(line => LineView.Of(line)));
        }

        if (holes.Has("line_of_other_order"))
        {
            // The order is the caller's. Whose is the line?
            lines.MapGet("/{lineId:int}", ([ObjectAccess(RouteParameter = "orderId")] Authorized<Order> order, int lineId, Store store) =>
                store.LinesById.TryGetValue(lineId, out var line) ? Results.Ok(LineView.Of(line)) : Results.NotFound());
        }
        else
        {
            lines.MapGet("/{lineId:int}", (Authorized<Order> order, Authorized<Line> line) => LineView.Of(line.Value));
        }

        if (holes.Has("line_delete"))
        {
            lines.MapDelete("/{lineId:int}", (Guid orderId, int lineId, Store store) =>
                store.LinesById.TryRemove(lineId, out _) ? Results.NoContent() : Results.NotFound()).RequirePermission("orders.write");
        }
        else
        {
            lines.MapDelete("/{lineId:int}", (Authorized<Order> order, Authorized<Line> line, Store store) =>
                store.LinesById.TryRemove(line.Value.Id, out _) ? Results.NoContent() : Results.NotFound()).RequirePermission("orders.write");
        }
    }
}
