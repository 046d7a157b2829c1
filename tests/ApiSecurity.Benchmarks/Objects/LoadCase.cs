using System.Security.Claims;
using ApiSecurity.Authorization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.Benchmarks.Objects;

/// <summary>Objects and lists of a table, by the policy and by the same query written out.</summary>
internal sealed class LoadCase : IDisposable
{
    public const int Page = 50;

    private readonly SqliteConnection _connection;
    private readonly WebApplication _app;
    private readonly string _owner;
    private readonly string _tenant;

    public LoadCase(int rows)
    {
        _connection = ParcelDb.Fill(rows);
        (_tenant, _owner) = ("t1", "o1");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("ApiSecurity:Authorization:DisabledReason", "measured alone")]);
        builder.Services.AddScoped(_ => ParcelDb.On(_connection));
        builder.Services.AddApiSecurity().AddObjectPolicy<ParcelPolicy>();
        _app = builder.Build();
        _app.MapGet("/parcels/{id}", (Authorized<Parcel> parcel) => TypedResults.NoContent());
        _app.MapGet("/bare/{id}", async (int id, ParcelDb db, HttpContext context) =>
        {
            var user = context.User;
            var (tenant, owner) = (user.FindFirstValue("tenant"), user.FindFirstValue("sub"));
            return await db.Parcels.AsNoTracking().SingleOrDefaultAsync(parcel => parcel.Id == id && parcel.TenantId == tenant && parcel.OwnerId == owner) is null
                ? throw new InvalidOperationException("The owner was refused.") : TypedResults.NoContent();
        });
        var endpoints = ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).ToArray();
        Secured = endpoints.Single(endpoint => endpoint.DisplayName!.Contains("parcels", StringComparison.Ordinal));
        Bare = endpoints.Single(endpoint => endpoint.DisplayName!.Contains("bare", StringComparison.Ordinal));
    }

    private Endpoint Secured { get; }

    private Endpoint Bare { get; }

    public void LoadAuthorized(int count) => Send(Secured, count);

    public void LoadBare(int count) => Send(Bare, count);

    public void ListByRule(int count) => List(count, (db, objects) => objects.Filter(db.Parcels.AsNoTracking()).OrderBy(parcel => parcel.Id).Take(Page).ToList());

    public void ListWrittenOut(int count) => List(count, (db, _) => db.Parcels.AsNoTracking()
        .Where(parcel => parcel.TenantId == _tenant && parcel.OwnerId == _owner).OrderBy(parcel => parcel.Id).Take(Page).ToList());

    public void ListAfterLoading(int count) => List(count, (db, objects) => objects.FilterLoaded(db.Parcels.AsNoTracking()).OrderBy(parcel => parcel.Id).Take(Page).ToList());

    public bool UsesIndex()
    {
        using var scope = _app.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ParcelDb>();
        var query = scope.ServiceProvider.GetRequiredService<ObjectAuthorizer>().For(User()).Filter(db.Parcels).OrderBy(parcel => parcel.Id).Take(Page);
        using var command = (SqliteCommand)query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using var reader = command.ExecuteReader();
        return reader.Read() && reader.GetString(3).Contains("USING INDEX", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _connection.Dispose();
        ((IDisposable)_app).Dispose();
    }

    private ClaimsPrincipal User() => new(new ClaimsIdentity([new Claim("sub", _owner), new Claim("tenant", _tenant)], "Test"));

    private void List(int count, Func<ParcelDb, ObjectAuthorizer, List<Parcel>> list)
    {
        for (var index = 0; index < count; index++)
        {
            using var scope = _app.Services.CreateScope();
            var objects = scope.ServiceProvider.GetRequiredService<ObjectAuthorizer>().For(User());
            if (list(scope.ServiceProvider.GetRequiredService<ParcelDb>(), objects).Count != Page)
            {
                throw new InvalidOperationException("The list is not what the owner has.");
            }
        }
    }

    private void Send(Endpoint endpoint, int count)
    {
        for (var index = 0; index < count; index++)
        {
            using var scope = _app.Services.CreateScope();
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = User() };
            context.Request.Method = "GET";
            context.Request.RouteValues["id"] = "1";
            context.SetEndpoint(endpoint);
            // The pipeline has asked who calls before any endpoint runs.
            context.GetCaller();
            scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
            endpoint.RequestDelegate!(context).GetAwaiter().GetResult();
            if (context.Response.StatusCode != StatusCodes.Status204NoContent)
            {
                throw new InvalidOperationException($"The answer is {context.Response.StatusCode}.");
            }
        }
    }
}
