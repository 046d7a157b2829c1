using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.Benchmarks.Objects;

public sealed class Parcel
{
    public int Id { get; set; }

    public string TenantId { get; set; } = "";

    public string OwnerId { get; set; } = "";

    public bool IsOpen { get; set; }

    public string Address { get; set; } = "";
}

public sealed class ParcelDb(DbContextOptions<ParcelDb> options) : DbContext(options)
{
    public DbSet<Parcel> Parcels => Set<Parcel>();

    /// <summary>A table of many rows, of which each owner has a hundred.</summary>
    public static SqliteConnection Fill(int rows, string connectionString = "Data Source=:memory:")
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var db = On(connection);
        db.Database.EnsureCreated();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO Parcels (Id, TenantId, OwnerId, IsOpen, Address) VALUES ($id, $tenant, $owner, 1, 'somewhere')";
        var (id, tenant, owner) = (insert.Parameters.Add("$id", SqliteType.Integer), insert.Parameters.Add("$tenant", SqliteType.Text), insert.Parameters.Add("$owner", SqliteType.Text));
        var owners = rows / 100;
        for (var row = 1; row <= rows; row++)
        {
            (id.Value, tenant.Value, owner.Value) = (row, $"t{row % owners % 10}", $"o{row % owners}");
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        using var analyze = connection.CreateCommand();
        analyze.CommandText = "ANALYZE";
        analyze.ExecuteNonQuery();
        return connection;
    }

    public static ParcelDb On(string connectionString) => new(new DbContextOptionsBuilder<ParcelDb>().UseSqlite(connectionString).Options);

    public static ParcelDb On(SqliteConnection connection) => new(new DbContextOptionsBuilder<ParcelDb>().UseSqlite(connection).Options);

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Parcel>().HasIndex(parcel => new { parcel.TenantId, parcel.OwnerId, parcel.Id });
}

public sealed class ParcelPolicy(ParcelDb db) : ObjectPolicy<Parcel, int>
{
    protected override IQueryable<Parcel> Source => db.Parcels.AsNoTracking();

    protected override bool KeepsRules => true;

    protected override Expression<Func<Parcel, bool>> HasId(int id) => p => p.Id == id;

    protected override Expression<Func<Parcel, bool>> Boundary(Caller caller) => p => p.TenantId == caller.Tenant;

    protected override Expression<Func<Parcel, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read => caller.Can("parcels.read.all") ? p => true : p => p.OwnerId == caller.Subject,
        Operation.Update => p => p.OwnerId == caller.Subject && p.IsOpen,
        _ => p => false,
    };
}
