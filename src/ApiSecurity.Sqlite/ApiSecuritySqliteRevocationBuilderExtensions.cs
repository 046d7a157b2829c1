using ApiSecurity;
using ApiSecurity.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps revocations in SQLite.</summary>
public static class ApiSecuritySqliteRevocationBuilderExtensions
{
    /// <summary>
    /// Keeps revocations in an SQLite file, which is made at start if it is not there, so that they outlive a restart. Several processes on one machine may
    /// share it; what one of them revokes is refused by the others within a second. API keys may be in the same file.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="path">The file; a relative path is relative to the application's content root.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or names no file (<c>:memory:</c>, an address).</exception>
    public static ApiSecurityBuilder AddSqliteRevocations(this ApiSecurityBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SqlitePath.Check(path);
        builder.AddRevocationStore(provider => new SqliteRevocationStore(SqlitePath.Open(path, provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<SqliteRevocationStart>();
        return builder;
    }
}
