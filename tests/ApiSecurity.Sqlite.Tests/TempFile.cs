using Microsoft.Data.Sqlite;

namespace ApiSecurity.Sqlite.Tests;

/// <summary>A folder with a database in it, gone when the test is over.</summary>
internal sealed class TempFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("apisecurity-sqlite-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "keys.db");

    public SqliteApiKeyStore Open()
    {
        var store = new SqliteApiKeyStore(new SqliteDatabase(Path));
        store.Prepare();
        return store;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
