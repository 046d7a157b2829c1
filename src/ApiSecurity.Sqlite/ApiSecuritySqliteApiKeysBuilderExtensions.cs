using ApiSecurity.Authentication;
using ApiSecurity.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps API keys in SQLite.</summary>
public static class ApiSecuritySqliteApiKeysBuilderExtensions
{
    /// <summary>
    /// Keeps API keys in an SQLite file, which is made at start if it is not there. Several processes on one machine may share it; a key that one of them
    /// revokes is refused by the others within a second.
    /// </summary>
    /// <param name="keys">What <c>AddApiKeys</c> gave.</param>
    /// <param name="path">The file; a relative path is relative to the application's content root.</param>
    /// <returns><paramref name="keys"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or names no file (<c>:memory:</c>, an address).</exception>
    /// <exception cref="InvalidOperationException">Keys have a store already.</exception>
    public static ApiKeysBuilder UseSqlite(this ApiKeysBuilder keys, string path)
    {
        ArgumentNullException.ThrowIfNull(keys);
        SqlitePath.Check(path);
        keys.UseStore(provider => new SqliteApiKeyStore(SqlitePath.Open(path, provider)));
        keys.Services.AddHostedService<SqliteStart>();
        return keys;
    }
}
