using System.Runtime.CompilerServices;
using ApiSecurity.Authentication;
using Microsoft.Data.Sqlite;

namespace ApiSecurity.Sqlite;

/// <summary>
/// Revocations in SQLite. Only one writes at a time, so that versions become visible in their order; what is read a few times a second is one row.
/// </summary>
internal sealed class SqliteRevocationStore(SqliteDatabase database, TimeProvider time) : IRevocationStore
{
    public const string Part = "revocations";

    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromHours(1);

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE apisecurity_revocations (
            kind INTEGER NOT NULL,
            value TEXT NOT NULL,
            issuer TEXT NOT NULL,
            issued_before INTEGER,
            ends INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (kind, value, issuer)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX apisecurity_revocations_version ON apisecurity_revocations (version);
        CREATE INDEX apisecurity_revocations_ends ON apisecurity_revocations (ends);
        """,
    ];

    private readonly Lock _lock = new();
    private volatile bool _isPrepared;

    /// <summary>Makes the tables; the node that reads first may come before the start does.</summary>
    public void Prepare()
    {
        lock (_lock)
        {
            if (!_isPrepared)
            {
                database.Prepare(Part, Steps);
                _isPrepared = true;
            }
        }
    }

    public ValueTask AddAsync(TokenRevocation revocation, CancellationToken cancellationToken)
    {
        Change(
            """
            INSERT INTO apisecurity_revocations (kind, value, issuer, issued_before, ends, removed, version)
            VALUES ($kind, $value, $issuer, $issued_before, $ends, 0, $version)
            ON CONFLICT (kind, value, issuer) DO UPDATE SET
                ends = CASE WHEN removed THEN excluded.ends ELSE max(ends, excluded.ends) END,
                issued_before = CASE WHEN removed THEN excluded.issued_before ELSE max(issued_before, excluded.issued_before) END,
                removed = 0,
                version = excluded.version;
            """,
            revocation);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(TokenRevocation revocation, CancellationToken cancellationToken)
    {
        Change("UPDATE apisecurity_revocations SET removed = 1, version = $version WHERE kind = $kind AND value = $value AND issuer = $issuer;", revocation);
        return ValueTask.CompletedTask;
    }

    public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT changes FROM apisecurity_parts WHERE part = $part;";
        command.Parameters.AddWithValue("$part", Part);
        return ValueTask.FromResult((long)command.ExecuteScalar()!);
    }

    public async IAsyncEnumerable<RevocationChange> ReadChangesAsync(long version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, kind, value, issuer, issued_before, ends, removed FROM apisecurity_revocations WHERE version > $version ORDER BY version;";
        command.Parameters.AddWithValue("$version", version);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Read(reader);
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    private SqliteConnection Open()
    {
        if (!_isPrepared)
        {
            Prepare();
        }

        return database.Open();
    }

    private void Change(string sql, TokenRevocation revocation)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        using var next = connection.CreateCommand();
        next.Transaction = transaction;
        next.CommandText = "UPDATE apisecurity_parts SET changes = changes + 1 WHERE part = $part RETURNING changes;";
        next.Parameters.AddWithValue("$part", Part);
        var version = (long)next.ExecuteScalar()!;

        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The texts are those above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$kind", (int)revocation.Kind);
        command.Parameters.AddWithValue("$value", revocation.Value);
        command.Parameters.AddWithValue("$issuer", revocation.Issuer ?? string.Empty);
        command.Parameters.AddWithValue("$issued_before", (object?)revocation.IssuedBefore?.ToUnixTimeMilliseconds() ?? DBNull.Value);
        command.Parameters.AddWithValue("$ends", Later(revocation.Ends));
        command.Parameters.AddWithValue("$version", version);
        command.ExecuteNonQuery();

        using var forget = connection.CreateCommand();
        forget.Transaction = transaction;
        forget.CommandText = "DELETE FROM apisecurity_revocations WHERE ends < $ended;";
        forget.Parameters.AddWithValue("$ended", (time.GetUtcNow() - KeptAfterEnd).ToUnixTimeMilliseconds());
        forget.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>The milliseconds that a time has begun count whole, so that nothing ends too early.</summary>
    private static long Later(DateTimeOffset? ends) => ends is { } time ? Math.Min(time.ToUnixTimeMilliseconds() + 1, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) : 0;

    private static RevocationChange Read(SqliteDataReader reader)
    {
        var revocation = new TokenRevocation((RevocationKind)reader.GetInt32(1), reader.GetString(2))
        {
            Issuer = reader.GetString(3) is { Length: > 0 } issuer ? issuer : null,
            IssuedBefore = reader.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)),
            Ends = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
        };
        return new RevocationChange(reader.GetInt64(0), revocation, reader.GetInt64(6) != 0);
    }
}
