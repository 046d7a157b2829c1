using Microsoft.Data.Sqlite;

namespace ApiSecurity.Sqlite;

/// <summary>
/// A file that several parts may share, each with tables of its own. The table <c>apisecurity_parts</c> has each part's version, and a number that counts
/// its changes, by which other processes learn of them.
/// </summary>
internal sealed class SqliteDatabase
{
    private const int BusySeconds = 5;

    private readonly string _path;
    private readonly string _connection;

    public SqliteDatabase(string path)
    {
        _path = path;
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Cache = SqliteCacheMode.Private,
            DefaultTimeout = BusySeconds,
            Pooling = true,
        }.ToString();
    }

    /// <summary>Makes the file and a part's tables, or brings them up to date.</summary>
    /// <param name="part">The part's name.</param>
    /// <param name="steps">What leads from each version to the next; the version is how many were done.</param>
    public void Prepare(string part, IReadOnlyList<string> steps)
    {
        try
        {
            CreateFile();
            using var connection = Open();
            // The journal's mode stays with the file. Readers don't wait for writers then, nor writers for readers.
            Execute(connection, "PRAGMA journal_mode = WAL;");
            using var transaction = connection.BeginTransaction(deferred: false);
            Execute(connection, "CREATE TABLE IF NOT EXISTS apisecurity_parts (part TEXT PRIMARY KEY, version INTEGER NOT NULL, changes INTEGER NOT NULL) STRICT, WITHOUT ROWID;", transaction);
            var version = VersionOf(connection, transaction, part);
            if (version > steps.Count)
            {
                throw new InvalidOperationException($"{_path} was written by a newer version of ApiSecurity.Sqlite. Update the package, or give another file.");
            }

            for (var step = version; step < steps.Count; step++)
            {
                Execute(connection, steps[step], transaction);
            }

            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO apisecurity_parts (part, version, changes) VALUES ($part, $version, 0) ON CONFLICT (part) DO UPDATE SET version = excluded.version;";
            command.Parameters.AddWithValue("$part", part);
            command.Parameters.AddWithValue("$version", steps.Count);
            command.ExecuteNonQuery();
            transaction.Commit();
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{_path} can't be used as a database: {exception.Message} Give a file in a folder that is there and that the application may write to.", exception);
        }
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            // A revocation that was acknowledged must outlive a power cut, which in this journal's mode NORMAL does not promise.
            Execute(connection, "PRAGMA synchronous = FULL;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this library's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private static int VersionOf(SqliteConnection connection, SqliteTransaction transaction, string part)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT version FROM apisecurity_parts WHERE part = $part;";
        command.Parameters.AddWithValue("$part", part);
        return command.ExecuteScalar() is long version ? (int)version : 0;
    }

    /// <summary>SQLite gives the files beside (the write-ahead log) the rights of this one.</summary>
    private void CreateFile()
    {
        if (OperatingSystem.IsWindows() || File.Exists(_path))
        {
            return;
        }

        try
        {
            using var file = new FileStream(_path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (IOException) when (File.Exists(_path))
        {
            // Another process was quicker.
        }
    }
}
