using ApiSecurity.Authorization;
using ApiSecurity.Posture;
using ApiSecurity.Tests.Authorization.Objects;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;

namespace ApiSecurity.Tests.Posture;

/// <summary>Each finding in an application that has it, and in one that has not.</summary>
public sealed class PostureFindingTests
{
    public static TheoryData<string, string, string[]> Cases() => new()
    {
        { PostureFindingIds.AnonymousWithoutReason, "open-write", ["High POST /a"] },
        { PostureFindingIds.AnonymousWithoutReason, "open-read", ["Medium GET /a"] },
        { PostureFindingIds.AnonymousWithoutReason, "open-any", ["Medium ANY /a"] },
        { PostureFindingIds.AnonymousWithoutReason, "open-over-authorize", ["High DELETE /a"] },
        { PostureFindingIds.AnonymousWithoutReason, "open-with-reason", [] },
        { PostureFindingIds.AnonymousWithoutReason, "open-with-both", [] },
        { PostureFindingIds.AnonymousWithoutReason, "closed", [] },
        { PostureFindingIds.AnonymousWithoutReason, "open-health", [] },
        { PostureFindingIds.AnonymousWithoutReason, "open-status", [] },
        { PostureFindingIds.AnonymousWithoutReason, "open-hub", ["Medium ANY /hub"] },
        { PostureFindingIds.AnonymousWithoutReason, "taken-out", [] },
        { PostureFindingIds.AnonymousWithoutReason, "controllers", ["High POST /mvc/open"] },
        { PostureFindingIds.NobodyIsAsked, "closed", [] },
        { PostureFindingIds.NobodyIsAsked, "no-deny-by-default", ["Medium GET /a"] },
        { PostureFindingIds.NobodyIsAsked, "no-deny-but-asked", [] },
        { PostureFindingIds.IdWithoutObjectRule, "id", ["Medium GET /things/{id}"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-of-guarded", ["High GET /shop-orders/{id}"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-by-name-of-guarded", ["High DELETE /x/{shopOrderId}"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-in-query", ["Medium GET /things"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-of-guarded-in-query", ["High GET /things"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-by-guid", ["Medium GET /things/{thing:guid}"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-by-type", ["Medium GET /things/{thing}"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-by-number", ["Medium GET /things/{thing:int}"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-in-parameters", ["Medium GET /things"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-authorized", [] },
        { PostureFindingIds.IdWithoutObjectRule, "id-below-authorized", ["Low GET /shop-orders/{id:int}/lines/{lineId:int}"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-asked-by-hand", [] },
        { PostureFindingIds.IdWithoutObjectRule, "id-by-attribute", [] },
        { PostureFindingIds.IdWithoutObjectRule, "id-by-reference", ["Medium GET /things"] },
        { PostureFindingIds.IdWithoutObjectRule, "id-with-reason", [] },
        { PostureFindingIds.IdWithoutObjectRule, "id-public", [] },
        { PostureFindingIds.IdWithoutObjectRule, "no-ids", [] },
        { PostureFindingIds.IdWithoutObjectRule, "controllers", ["Medium GET /mvc/things/{thingId:guid}"] },
        { PostureFindingIds.BodyNotValidated, "body", [] },
        { PostureFindingIds.BodyNotValidated, "body-by-hand", ["Medium POST /a"] },
        { PostureFindingIds.BodyNotValidated, "body-out-with-reason", [] },
        { PostureFindingIds.EntityAsBody, "body", [] },
        { PostureFindingIds.EntityAsBody, "entity", ["Medium POST /a"] },
        { PostureFindingIds.EntityAsBody, "entity-list", ["Medium POST /a"] },
        { PostureFindingIds.EntityAsBody, "entity-of-set", ["Medium POST /a"] },
        { PostureFindingIds.EntityAsBody, "controllers", [] },
        { PostureFindingIds.EntityAsResponse, "entity-answer", ["Low GET /a"] },
        { PostureFindingIds.EntityAsResponse, "entity-list-answer", ["Low GET /a"] },
        { PostureFindingIds.EntityAsResponse, "view-answer", [] },
        { PostureFindingIds.EntityAsResponse, "ruled", [] },
        { PostureFindingIds.EntityAsBody, "ruled", ["Medium POST /a"] },
        { PostureFindingIds.EntityAsResponse, "controllers", ["Low GET /mvc/orders/{id:int}"] },
        { PostureFindingIds.StateChangeByGet, "get-deletes", ["Medium GET /shop-orders/{id}/delete"] },
        { PostureFindingIds.StateChangeByGet, "get-and-post", ["Low GET,POST /a"] },
        { PostureFindingIds.StateChangeByGet, "post-reads", [] },
        { PostureFindingIds.StateChangeByGet, "id-authorized", [] },
        { PostureFindingIds.AllMethods, "any", ["Low ANY /a"] },
        { PostureFindingIds.AllMethods, "open-health", [] },
        { PostureFindingIds.AllMethods, "open-hub", [] },
        { PostureFindingIds.AllMethods, "closed", [] },
        { PostureFindingIds.LessProtectedMethod, "delete-needs-less", ["Medium DELETE /a"] },
        { PostureFindingIds.LessProtectedMethod, "less-with-reason", [] },
        { PostureFindingIds.LessProtectedMethod, "head-needs-less", ["Medium HEAD /a"] },
        { PostureFindingIds.ShadowRoute, "shadow", ["Medium GET /a/{key}"] },
        { PostureFindingIds.ShadowRoute, "shadow-of-controllers", ["Medium GET /MVC/things/{id:int}"] },
        { PostureFindingIds.ShadowRoute, "shadow-with-reason", [] },
        { PostureFindingIds.ShadowRoute, "shadow-as-strong", [] },
        { PostureFindingIds.ShadowRoute, "delete-needs-less", [] },
        { PostureFindingIds.ShadowRoute, "literals", [] },
        { PostureFindingIds.VersionLessProtected, "versions", ["Medium GET /api/v2/a/{id}"] },
        { PostureFindingIds.VersionLessProtected, "versions-with-reason", [] },
        { PostureFindingIds.VersionLessProtected, "shadow", [] },
        { PostureFindingIds.ShortCircuited, "short-circuit", ["Low GET /a"] },
        { PostureFindingIds.ShortCircuited, "open-status", [] },
        { PostureFindingIds.NoSizeLimit, "any-size", ["Medium POST /a"] },
        { PostureFindingIds.NoSizeLimit, "body", [] },
        { PostureFindingIds.NoRateLimit, "limits-report", [] },
        { PostureFindingIds.NoRateLimit, "closed", [] },
        { PostureFindingIds.OptedOut, "taken-out", ["Info POST /a"] },
        { PostureFindingIds.OptedOut, "closed", [] },
        { PostureFindingIds.FeatureOff, "limits-report", ["Info -"] },
        { PostureFindingIds.FeatureOff, "closed", [] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_found_where_it_is_and_nowhere_else(string id, string what, string[] found)
    {
        await using var app = await PostureApp.StartAsync(app => Map(app, what), SettingsOf(what), builder =>
        {
            builder.Services.AddHealthChecks();
            builder.Services.AddSignalR();
            if (what == "ruled")
            {
                builder.Services.AddApiSecurity().AddPropertyRules<ShopOrder>(rules => rules.Property(order => order.OwnerId).ReadableBy("orders.read").WritableBy("orders.write"));
            }
        });

        Assert.Equal(found, app.Found(id));
    }

    private static Dictionary<string, string?>? SettingsOf(string what) => what switch
    {
        "no-deny-by-default" or "no-deny-but-asked" => new() { ["Authorization:DisabledReason"] = "a test" },
        // Where deny by default is enforced they stop the start.
        "entity" or "entity-list" or "entity-of-set" or "ruled" => new() { ["Authorization:Mode"] = "Report" },
        "limits-report" => new() { ["RateLimiting:Mode"] = "Report" },
        _ => null,
    };

    private static void Map(WebApplication app, string what)
    {
        static string Ok() => "ok";
        switch (what)
        {
            case "open-write": app.MapPost("/a", Ok).AllowAnonymous(); break;
            case "open-read": app.MapGet("/a", Ok).AllowAnonymous(); break;
            case "open-any": app.Map("/a", Ok).AllowAnonymous(); break;
            case "open-over-authorize": app.MapDelete("/a", Ok).RequireAuthorization().AllowAnonymous(); break;
            case "open-with-reason": app.MapPost("/a", Ok).AsPublicEndpoint("a test"); app.MapPost("/b", [PublicEndpoint("a test")] () => "b"); break;
            case "open-with-both": app.MapGroup("/").AllowAnonymous().MapPost("/a", [PublicEndpoint("a test")] () => "a"); break;
            case "open-health": app.MapHealthChecks("/health").AllowAnonymous(); break;
            case "open-status": app.MapShortCircuit(404, "robots.txt"); break;
            case "open-hub": app.MapHub<NewsHub>("/hub").AllowAnonymous(); break;
            case "taken-out": app.MapPost("/a", Ok).DisableApiSecurity("a test"); break;
            case "closed" or "no-deny-by-default" or "limits-report": app.MapGet("/a", Ok); break;
            case "no-deny-but-asked": app.MapGet("/a", Ok).RequireAuthorization(); app.MapGet("/b", Ok).DisableApiSecurity("a test"); break;
            case "controllers": app.MapControllers(); break;
            case "id": app.MapGet("/things/{id}", (string id) => id); break;
            case "id-of-guarded": app.MapGet("/shop-orders/{id}", (int id) => id); break;
            case "id-by-name-of-guarded": app.MapDelete("/x/{shopOrderId}", (int shopOrderId) => shopOrderId); break;
            case "id-in-query": app.MapGet("/things", (string ownerId) => ownerId); break;
            case "id-of-guarded-in-query": app.MapGet("/things", (int[] shopOrderIds) => shopOrderIds); break;
            case "id-by-guid": app.MapGet("/things/{thing:guid}", Ok); break;
            case "id-by-type": app.MapGet("/things/{thing}", (Guid thing) => thing); break;
            case "id-by-number": app.MapGet("/things/{thing:int}", Ok); break;
            case "id-in-parameters": app.MapGet("/things", ([AsParameters] Search search) => search.OwnerId); break;
            case "id-authorized": app.MapGet("/shop-orders/{id}", (Authorized<ShopOrder> order) => order.Value.Id); break;
            case "id-below-authorized": app.MapGet("/shop-orders/{id:int}/lines/{lineId:int}", (Authorized<ShopOrder> order, int lineId) => lineId); break;
            case "id-asked-by-hand": app.MapGet("/shop-orders/{id}", async (int id, ObjectAuthorizer objects) => await objects.FindAsync<ShopOrder>(id, Operation.Read) is not null); break;
            case "id-by-attribute": app.MapGet("/shop-orders/{id}", [AuthorizeObject<ShopOrder>("id")] (int id) => id); break;
            case "id-by-reference": app.MapGet("/things", ([ObjectReference<ShopOrder>] int orderId, int otherId) => orderId + otherId); break;
            case "id-with-reason": app.MapGet("/things/{id}", (string id) => id).AllowUncheckedIds("a test"); break;
            case "id-public": app.MapGet("/things/{id}", (string id) => id).AsPublicEndpoint("a test"); break;
            case "no-ids": app.MapGet("/reports/{year:int}/{month:int}/{name}", (int year, string name, int page, string paid, string? correlationId, CancellationToken cancel) => name); break;
            case "body": app.MapPost("/a", (Search body) => body); break;
            case "body-by-hand": app.MapPost("/a", (HttpContext context) => Ok()).Accepts<Search>("application/json"); break;
            case "body-out-with-reason": app.MapPost("/a", (Search body) => body).DisableRequestValidation("a test"); break;
            case "entity": app.MapPost("/a", (ShopOrder body) => Ok()); break;
            case "entity-list": app.MapPost("/a", (List<ShopOrder> body) => Ok()); break;
            case "entity-of-set": app.MapPost("/a", (ShopCustomer[] body, ShopDb db) => Ok()); break;
            case "entity-answer": app.MapGet("/a", () => new ShopOrder()); break;
            case "entity-list-answer": app.MapGet("/a", Task<IEnumerable<ShopOrder>> () => Task.FromResult<IEnumerable<ShopOrder>>([])); break;
            case "ruled": app.MapPost("/a", (ShopOrder body) => body); break;
            case "view-answer": app.MapGet("/a", () => new Search("a", 1)); break;
            case "get-deletes": app.MapGet("/shop-orders/{id}/delete", ([ObjectAccess(Operation.Delete)] Authorized<ShopOrder> order) => Ok()); break;
            case "get-and-post": app.MapMethods("/a", ["GET", "POST"], Ok); break;
            case "post-reads": app.MapPost("/shop-orders/{id}/preview", ([ObjectAccess(Operation.Read)] Authorized<ShopOrder> order) => Ok()); break;
            case "any": app.Map("/a", Ok); break;
            case "delete-needs-less": app.MapGet("/a", Ok).RequirePermission("orders.read"); app.MapDelete("/a", Ok); break;
            case "less-with-reason": app.MapGet("/a", Ok).RequirePermission("orders.read"); app.MapDelete("/a", Ok).AllowLessProtection("a test"); break;
            case "head-needs-less": app.MapGet("/a", Ok).RequirePermission("orders.read"); app.MapMethods("/a", ["HEAD"], Ok); break;
            case "shadow": app.MapGet("/a/{id:int}", Ok).RequirePermission("orders.read"); app.MapGet("/a/{key}", Ok); break;
            case "shadow-of-controllers": app.MapControllers().RequirePermission("x"); app.MapGet("/MVC/things/{id:int}", Ok).RequireAuthorization(); break;
            case "shadow-with-reason": app.MapGet("/a/{id:int}", Ok).RequirePermission("orders.read"); app.MapGet("/a/{key}", Ok).AsPublicEndpoint("a test"); app.MapGet("/a/{other:guid}", Ok).AllowLessProtection("a test"); break;
            case "shadow-as-strong": app.MapGet("/a/{id:int}", Ok).RequirePermission("a"); app.MapGet("/a/{key}", Ok).RequirePermission("b"); app.MapPost("/a/{key}", Ok).RequirePermission("a").RequireScope("s"); break;
            case "literals": app.MapGet("/a/{id:int}", Ok).RequirePermission("a"); app.MapGet("/a/me", Ok); app.MapGet("/a/{id:int}/b", Ok); break;
            case "versions": app.MapGet("/api/v1/a/{id}", Ok).RequirePermission("a"); app.MapGet("/api/v2/a/{id}", Ok); app.MapGet("/api/v3.1/a/{id}", Ok).RequirePermission("a"); app.MapPost("/api/v4/a/{id}", Ok).RequirePermission("a"); break;
            case "versions-with-reason": app.MapGet("/v1/a", Ok).RequirePermission("a"); app.MapGet("/v2/a", Ok).AsPublicEndpoint("a test"); app.MapGet("/vat/a", Ok); break;
            case "short-circuit": app.MapGet("/a", Ok).AsPublicEndpoint("a test").ShortCircuit(); break;
            case "any-size": app.MapPost("/a", Ok).WithMetadata(new DisableRequestSizeLimitAttribute()); break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }
    }

    private sealed record Search(string OwnerId, int Page);

    [Authorize]
    private sealed class NewsHub : Hub;
}
