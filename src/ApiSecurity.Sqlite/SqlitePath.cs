using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Sqlite;

/// <summary>The path of a file, as applications give it.</summary>
internal static class SqlitePath
{
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.StartsWith(':') || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || path.Contains('=', StringComparison.Ordinal))
        {
            throw new ArgumentException("Give the path of a file: security.db. What is in memory would be gone with the process, and connection strings are not read.", nameof(path));
        }
    }

    public static SqliteDatabase Open(string path, IServiceProvider services) =>
        new(Path.GetFullPath(path, services.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory()));
}
