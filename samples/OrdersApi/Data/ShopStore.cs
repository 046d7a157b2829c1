using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace OrdersApi.Data;

/// <summary>
/// The database file. Without a connection string <c>Shop</c> it is a new one in a folder of its own, readable by this user only,
/// filled with the seed and gone when the application stops.
/// </summary>
public sealed class ShopStore : IHostedService
{
    private readonly IServiceScopeFactory _scopes;
    private readonly DirectoryInfo? _folder;

    public ShopStore(IServiceScopeFactory scopes, IConfiguration configuration)
    {
        _scopes = scopes;
        if (configuration.GetConnectionString("Shop") is { } configured)
        {
            ConnectionString = configured;
            return;
        }

        _folder = Directory.CreateTempSubdirectory("OrdersApi-");
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.FullName, "shop.db") }.ToString();
    }

    public string ConnectionString { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var scope = _scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        if (await db.Database.EnsureCreatedAsync(cancellationToken))
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            Seed.Fill(db);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (_folder is not null)
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
            _folder.Delete(recursive: true);
        }

        return Task.CompletedTask;
    }
}
