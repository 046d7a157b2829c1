using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSecurity.Authorization;

namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>What callers may set and see of what is theirs.</summary>
internal static class PropertyEndpoints
{
    public static void MapProperties(this WebApplication app, Holes holes)
    {
        MapWriting(app, holes);

        if (holes.Has("exposed_secret"))
        {
            app.MapGet("/customers/me", (Store store, Caller caller) => Results.Ok(store.Customer(caller.Subject!, caller.Tenant!)));
        }
        else
        {
            app.MapGet("/customers/me", (Store store, Caller caller) => CustomerView.Of(store.Customer(caller.Subject!, caller.Tenant!)));
        }

        if (holes.Has("exposed_internal"))
        {
            app.MapGet("/orders/{id:guid}/details", (Authorized<Order> order) => order.Value);
        }
        else
        {
            app.MapGet("/orders/{id:guid}/details", (Authorized<Order> order) => OrderView.Of(order.Value));
        }

        var summary = app.MapGet("/orders/{id:guid}/summary", (Authorized<Order> order) =>
            holes.Has("exposed_undeclared") ? Results.Ok(new { order.Value.Id, order.Value.TenantId }) : Results.Ok(OrderView.Of(order.Value))).Produces<OrderView>();
        _ = summary;

        app.MapGet("/customers/me/card", (Store store, Caller caller) => holes.Has("exposed_sensitive")
            ? Results.Text(JsonSerializer.Serialize(store.Customer(caller.Subject!, caller.Tenant!).Card), "application/json")       // a serializer of its own, which knows no rules
            : Results.Ok(store.Customer(caller.Subject!, caller.Tenant!).Card)).Produces<Card>();
    }

    private static void MapWriting(WebApplication app, Holes holes)
    {
        if (holes.Has("mass_create"))
        {
            app.MapPost("/orders/", (LooseOrder body, Store store, Caller caller) => Created(store, new Order { OwnerId = body.OwnerId ?? caller.Subject!, TenantId = caller.Tenant!, Note = body.Note })).RequirePermission("orders.write");
        }
        else
        {
            app.MapPost("/orders/", (Change body, Store store, Caller caller) => Created(store, new Order { OwnerId = caller.Subject!, TenantId = caller.Tenant!, Note = body.Note })).RequirePermission("orders.write");
        }

        var profile = app.MapPatch("/customers/me", (JsonObject body, Store store, Caller caller) =>
        {
            var customer = store.Customer(caller.Subject!, caller.Tenant!);
            customer.Email = body["email"] is JsonValue value && value.TryGetValue<string>(out var email) ? email : customer.Email;
            if (holes.Has("mass_patch") && body["isAdmin"] is JsonValue isAdmin && isAdmin.TryGetValue<bool>(out var planted))
            {
                customer.IsAdmin = planted;
            }

            return Results.Ok(new { customer.Id, customer.Email, customer.IsAdmin });
        });
        _ = profile;

        app.MapGet("/orders/{id:guid}/note", (Authorized<Order> order) => OrderView.Of(order.Value));
        if (holes.Has("mass_given"))
        {
            app.MapPut("/orders/{id:guid}/note", (Authorized<Order> order, LooseOrder body) =>
            {
                order.Value.Note = body.Note;
                order.Value.OwnerId = body.OwnerId ?? order.Value.OwnerId;
                return Results.NoContent();
            });
        }
        else
        {
            app.MapPut("/orders/{id:guid}/note", (Authorized<Order> order, Change body) =>
            {
                order.Value.Note = body.Note;
                return Results.NoContent();
            });
        }

        if (holes.Has("mass_kept"))
        {
            // The answer says nothing; what is kept does.
            app.MapPut("/customers/me/settings", (LooseSettings body, Store store, Caller caller) =>
            {
                store.Settings[caller.Subject!] = body;
                return Results.NoContent();
            }).DisableRequestValidation("clients send what they like");
        }
        else
        {
            app.MapPut("/customers/me/settings", (Settings body, Store store, Caller caller) =>
            {
                store.Settings[caller.Subject!] = new LooseSettings { Language = body.Language };
                return Results.NoContent();
            });
        }

        app.MapGet("/customers/me/settings", (Store store, Caller caller) => store.Settings.GetValueOrDefault(caller.Subject!) ?? new LooseSettings());
    }

    private static IResult Created(Store store, Order order)
    {
        order.Id = Guid.NewGuid();
        store.OrdersById[order.Id] = order;
        return Results.Created($"/orders/{order.Id}", OrderView.Of(order));
    }
}
