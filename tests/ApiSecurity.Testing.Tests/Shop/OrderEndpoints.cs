using ApiSecurity.Authorization;

namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>Orders by their ids: what is behind <c>else</c> is the repair of what is before it.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this WebApplication app, Holes holes)
    {
        var orders = app.MapGroup("/orders");
        MapReading(orders, holes);
        MapWriting(orders, holes);
        MapExistence(orders, holes);
        MapReferences(orders, holes);
    }

    private static void MapReading(RouteGroupBuilder orders, Holes holes)
    {
        if (holes.Has("order_read"))
        {
            orders.MapGet("/{id:guid}", (Guid id, Store store) => store.Order(id) is { } order ? Results.Ok(OrderView.Of(order)) : Results.NotFound());
        }
        else
        {
            orders.MapGet("/{id:guid}", (Authorized<Order> order) => OrderView.Of(order.Value));
        }

        if (holes.Has("order_tenant_only"))
        {
            orders.MapGet("/{id:guid}/invoice", (Guid id, Store store, Caller caller) =>
                store.Order(id) is { } order && order.TenantId == caller.Tenant ? Results.Text($"Invoice {order.Id:N}") : Results.NotFound());
        }
        else
        {
            orders.MapGet("/{id:guid}/invoice", (Authorized<Order> order) => Results.Text($"Invoice {order.Value.Id:N}"));
        }

        if (holes.Has("order_anonymous"))
        {
            orders.MapGet("/{id:guid}/receipt", (Guid id, Store store) => store.Order(id) is { } order ? Results.Ok(OrderView.Of(order)) : Results.NotFound()).AllowAnonymous();
        }
        else
        {
            orders.MapGet("/{id:guid}/receipt", (Authorized<Order> order) => OrderView.Of(order.Value));
        }
    }

    private static void MapWriting(RouteGroupBuilder orders, Holes holes)
    {
        if (holes.Has("order_update"))
        {
            orders.MapPatch("/{id:guid}", (Guid id, Change change, Store store) =>
            {
                if (store.Order(id) is not { } order)
                {
                    return Results.NotFound();
                }

                order.Note = change.Note;
                return Results.NoContent();
            }).RequirePermission("orders.write");
        }
        else
        {
            orders.MapPatch("/{id:guid}", (Authorized<Order> order, Change change) =>
            {
                order.Value.Note = change.Note;
                return Results.NoContent();
            }).RequirePermission("orders.write");
        }

        if (holes.Has("order_put"))
        {
            orders.MapPut("/{id:guid}", (Guid id, Change change, Store store, Caller caller) =>
            {
                store.OrdersById[id] = new Order { Id = id, OwnerId = caller.Subject!, TenantId = caller.Tenant!, Note = change.Note };
                return Results.NoContent();
            }).RequirePermission("orders.write");
        }
        else
        {
            orders.MapPut("/{id:guid}", (Authorized<Order> order, Change change) =>
            {
                order.Value.Note = change.Note;
                return Results.NoContent();
            }).RequirePermission("orders.write");
        }

        if (holes.Has("order_delete_refused"))
        {
            // The check comes after the deed.
            orders.MapDelete("/{id:guid}", (Guid id, Store store, Caller caller) =>
                store.OrdersById.TryRemove(id, out var order) && order.OwnerId == caller.Subject ? Results.NoContent() : Results.NotFound()).RequirePermission("orders.write");
        }
        else
        {
            orders.MapDelete("/{id:guid}", (Authorized<Order> order, Store store) =>
            {
                store.OrdersById.TryRemove(order.Value.Id, out _);
                return Results.NoContent();
            }).RequirePermission("orders.write");
        }
    }

    /// <summary>Nobody gets anything that is not theirs; three of them say whether it is there.</summary>
    private static void MapExistence(RouteGroupBuilder orders, Holes holes)
    {
        if (holes.Has("order_existence_status"))
        {
            orders.MapGet("/{id:guid}/status", (Guid id, Store store, Caller caller) =>
                store.Order(id) is not { } order ? Results.NotFound() : order.OwnerId == caller.Subject ? Results.Text(order.Status) : Results.StatusCode(403));
        }
        else
        {
            orders.MapGet("/{id:guid}/status", (Authorized<Order> order) => order.Value.Status);
        }

        if (holes.Has("order_existence_body"))
        {
            orders.MapGet("/{id:guid}/tracking", (Guid id, Store store, Caller caller) => store.Order(id) is not { } order ? Results.Json(new { error = "no such order" }, statusCode: 404)
                : order.OwnerId == caller.Subject ? Results.Text("on its way") : Results.Json(new { error = "not found" }, statusCode: 404));
        }
        else
        {
            orders.MapGet("/{id:guid}/tracking", (Authorized<Order> order) => "on its way");
        }

        if (holes.Has("order_existence_header"))
        {
            orders.MapGet("/{id:guid}/label", (Guid id, Store store, Caller caller, HttpResponse response) =>
            {
                if (store.Order(id) is not { } order)
                {
                    return Results.NotFound();
                }

                response.Headers.ETag = "\"7\"";
                return order.OwnerId == caller.Subject ? Results.Text("label") : Results.NotFound();
            });
        }
        else
        {
            orders.MapGet("/{id:guid}/label", (Authorized<Order> order) => "label");
        }
    }

    private static void MapReferences(RouteGroupBuilder orders, Holes holes)
    {
        if (holes.Has("order_compare"))
        {
            orders.MapGet("/compare", (Guid[] ids, Store store) => ids.Select(store.Order).OfType<Order>().Select(OrderView.Of));
        }
        else
        {
            orders.MapGet("/compare", ([ObjectReference<Order>] Guid[] ids, Store store) => ids.Select(store.Order).OfType<Order>().Select(OrderView.Of));
        }

        if (holes.Has("order_copy"))
        {
            orders.MapPost("/copy", (BareCopyOf body, Store store) => store.Order(body.OrderId) is { } order ? Results.Ok(order.Note) : Results.NotFound()).RequirePermission("orders.write");
        }
        else
        {
            orders.MapPost("/copy", (CopyOf body, Store store) => store.Order(body.OrderId) is { } order ? Results.Ok(order.Note) : Results.NotFound()).RequirePermission("orders.write");
        }

        if (holes.Has("order_batch"))
        {
            // The same answer for everything, so only the objects tell.
            orders.MapPost("/cancel", (BareSeveral body, Store store) => Cancel(body.Ids, store)).RequirePermission("orders.write");
        }
        else
        {
            orders.MapPost("/cancel", (Several body, Store store) => Cancel(body.Ids, store)).RequirePermission("orders.write");
        }

        if (holes.Has("order_nested_body"))
        {
            orders.MapPost("/refunds", (BareRefunds body, Store store) => Cancel([.. body.Items.Select(item => item.OrderId)], store)).RequirePermission("orders.write");
        }
        else
        {
            orders.MapPost("/refunds", (Refunds body, Store store) => Cancel([.. body.Items.Select(item => item.OrderId)], store)).RequirePermission("orders.write");
        }
    }

    private static IResult Cancel(IReadOnlyList<Guid> ids, Store store)
    {
        foreach (var order in ids.Select(store.Order).OfType<Order>())
        {
            order.Status = "Cancelled";
        }

        return Results.NoContent();
    }
}
