using System.Linq.Expressions;
using System.Security.Claims;
using ApiSecurity.Authorization;
using ApiSecurity.Benchmarks.Objects;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.Benchmarks.Http;

/// <summary>
/// Endpoints that hand out what belongs to somebody, of a database and from memory: by the policy on our server; on the bare one to everybody; on
/// the assembled one with the rule written out in each handler.
/// </summary>
internal static class ObjectEndpoints
{
    public const string StoredPath = "/parcels/1000042";
    public const string KeptPath = "/boxes/42";

    private const int Rows = 10_000;
    private const int StoredId = 1_000_042;

    public static void AddObjects(this WebApplicationBuilder builder)
    {
        // In memory, and a connection a request: one connection can't serve several at a time.
        const string Database = "Data Source=parcels;Mode=Memory;Cache=Shared";
        var connection = ParcelDb.Fill(Rows, Database);
        using (var db = ParcelDb.On(connection))
        {
            db.Add(new Parcel { Id = StoredId, TenantId = Tokens.Tenant, OwnerId = Tokens.Subject(0), IsOpen = true, Address = "somewhere" });
            db.SaveChanges();
        }

        builder.Services.AddSingleton(connection);      // keeps the database
        builder.Services.AddScoped(_ => ParcelDb.On(Database));
        builder.Services.AddSingleton(new Boxes());
    }

    public static void MapObjects(this WebApplication app, string kind)
    {
        switch (kind)
        {
            case BenchmarkServer.Ours:
                app.MapGet("/parcels/{id:int}", (Authorized<Parcel> parcel) => TypedResults.Ok(parcel.Value));
                app.MapGet("/boxes/{id:int}", (Authorized<Box> box) => TypedResults.Ok(box.Value));
                break;
            case BenchmarkServer.Assembled:
                app.MapGet("/parcels/{id:int}", async (int id, ParcelDb db, HttpContext context) =>
                {
                    var (tenant, owner) = (context.User.FindFirstValue("tenant"), context.User.FindFirstValue("sub"));
                    return Answer(await db.Parcels.AsNoTracking().SingleOrDefaultAsync(parcel => parcel.Id == id && parcel.TenantId == tenant && parcel.OwnerId == owner));
                });
                app.MapGet("/boxes/{id:int}", (int id, Boxes boxes, HttpContext context) =>
                    Answer(boxes.Find(id) is { } box && box.TenantId == context.User.FindFirstValue("tenant") && box.OwnerId == context.User.FindFirstValue("sub") ? box : null));
                break;
            default:
                app.MapGet("/parcels/{id:int}", async (int id, ParcelDb db) => Answer(await db.Parcels.AsNoTracking().SingleOrDefaultAsync(parcel => parcel.Id == id)));
                app.MapGet("/boxes/{id:int}", (int id, Boxes boxes) => Answer(boxes.Find(id)));
                break;
        }
    }

    private static Results<Ok<T>, NotFound> Answer<T>(T? value)
        where T : class => value is null ? TypedResults.NotFound() : TypedResults.Ok(value);

    internal sealed record Box(int Id, string TenantId, string OwnerId, string Address);

    internal sealed class Boxes
    {
        private readonly Dictionary<int, Box> _boxes = Enumerable.Range(1, Rows).ToDictionary(id => id, id => new Box(id, Tokens.Tenant, Tokens.Subject(0), "somewhere"));

        public Box? Find(int id) => _boxes.GetValueOrDefault(id);
    }

    internal sealed class BoxPolicy(Boxes boxes) : LoadedObjectPolicy<Box, int>
    {
        protected override bool KeepsRules => true;

        protected override ValueTask<Box?> LoadAsync(int id, CancellationToken cancellationToken) => ValueTask.FromResult(boxes.Find(id));

        protected override Expression<Func<Box, bool>> Boundary(Caller caller) => box => box.TenantId == caller.Tenant;

        protected override Expression<Func<Box, bool>> Allow(Caller caller, Operation operation) => operation switch
        {
            Operation.Read => box => box.OwnerId == caller.Subject,
            _ => box => false,
        };
    }
}
