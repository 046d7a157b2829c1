using System.Text.Json;
using ApiSecurity.Authentication;
using Microsoft.Data.Sqlite;

namespace ApiSecurity.Sqlite;

/// <summary>
/// Keys in SQLite. It has nothing to wait for but the disk, and its client library does not wait asynchronously, so neither does this; what requests do is
/// a read by primary key, which waits for no writer.
/// </summary>
internal sealed class SqliteApiKeyStore(SqliteDatabase database) : IApiKeyStore
{
    public const string Part = "api_keys";

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE apisecurity_api_keys (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            owner TEXT NOT NULL,
            scopes TEXT NOT NULL,
            permissions TEXT NOT NULL,
            tenant TEXT,
            plan TEXT,
            networks TEXT NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER,
            last_used INTEGER,
            overlap_ends INTEGER,
            revoked INTEGER,
            revoked_reason TEXT,
            hash BLOB NOT NULL,
            previous_hash BLOB,
            version INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX apisecurity_api_keys_tenant ON apisecurity_api_keys (tenant, id);
        """,
    ];

    private const string Columns = "id, name, owner, scopes, permissions, tenant, plan, networks, created, expires, last_used, overlap_ends, revoked, revoked_reason, hash, previous_hash, version";

    public void Prepare() => database.Prepare(Part, Steps);

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM apisecurity_api_keys WHERE id = $id;";
        command.Parameters.AddWithValue("$id", id);
        using var reader = command.ExecuteReader();
        return ValueTask.FromResult(reader.Read() ? Read(reader) : null);
    }

    public ValueTask<bool> AddAsync(ApiKeyRecord record, CancellationToken cancellationToken) => ValueTask.FromResult(Change(
        $"""
        INSERT INTO apisecurity_api_keys ({Columns})
        VALUES ($id, $name, $owner, $scopes, $permissions, $tenant, $plan, $networks, $created, $expires, $last_used, $overlap_ends, $revoked, $revoked_reason, $hash, $previous_hash, $version)
        ON CONFLICT (id) DO NOTHING;
        """,
        record));

    public ValueTask<bool> UpdateAsync(ApiKeyRecord record, CancellationToken cancellationToken) => ValueTask.FromResult(Change(
        """
        UPDATE apisecurity_api_keys SET
            name = $name, owner = $owner, scopes = $scopes, permissions = $permissions, tenant = $tenant, plan = $plan, networks = $networks, created = $created,
            expires = $expires, overlap_ends = $overlap_ends, revoked = $revoked, revoked_reason = $revoked_reason, hash = $hash, previous_hash = $previous_hash,
            version = version + 1
        WHERE id = $id AND version = $version;
        """,
        record));

    public ValueTask<IReadOnlyList<ApiKeyRecord>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT {Columns} FROM apisecurity_api_keys
            WHERE ($all OR tenant IS $tenant) AND ($owner IS NULL OR owner = $owner) AND id > $after
            ORDER BY id LIMIT $limit;
            """;
        command.Parameters.AddWithValue("$all", query.AllTenants);
        command.Parameters.AddWithValue("$tenant", (object?)query.Tenant ?? DBNull.Value);
        command.Parameters.AddWithValue("$owner", (object?)query.Owner ?? DBNull.Value);
        command.Parameters.AddWithValue("$after", query.After ?? string.Empty);
        command.Parameters.AddWithValue("$limit", query.Limit);
        using var reader = command.ExecuteReader();
        var found = new List<ApiKeyRecord>();
        while (reader.Read())
        {
            found.Add(Read(reader));
        }

        return ValueTask.FromResult<IReadOnlyList<ApiKeyRecord>>(found);
    }

    public ValueTask SetLastUsedAsync(IReadOnlyCollection<string> ids, DateTimeOffset used, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE apisecurity_api_keys SET last_used = $used WHERE id = $id AND (last_used IS NULL OR last_used < $used);";
        command.Parameters.AddWithValue("$used", used.ToUnixTimeMilliseconds());
        var parameter = command.Parameters.AddWithValue("$id", string.Empty);
        foreach (var id in ids)
        {
            parameter.Value = id;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return ValueTask.CompletedTask;
    }

    public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT changes FROM apisecurity_parts WHERE part = $part;";
        command.Parameters.AddWithValue("$part", Part);
        return ValueTask.FromResult((long)command.ExecuteScalar()!);
    }

    private bool Change(string sql, ApiKeyRecord record)
    {
        using var connection = database.Open();
        // Immediate: who only reads first and then writes may be told that it is too late for that.
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The texts are those above.
        command.CommandText = sql;
#pragma warning restore CA2100
        Bind(command.Parameters, record);
        if (command.ExecuteNonQuery() == 0)
        {
            return false;
        }

        SqliteDatabase.Execute(connection, $"UPDATE apisecurity_parts SET changes = changes + 1 WHERE part = '{Part}';", transaction);
        transaction.Commit();
        return true;
    }

    private static void Bind(SqliteParameterCollection parameters, ApiKeyRecord record)
    {
        var key = record.Key;
        Add("$id", key.Id);
        Add("$name", key.Name);
        Add("$owner", key.Owner);
        Add("$scopes", JsonSerializer.Serialize(key.Scopes));
        Add("$permissions", JsonSerializer.Serialize(key.Permissions));
        Add("$tenant", key.Tenant);
        Add("$plan", key.Plan);
        Add("$networks", JsonSerializer.Serialize(key.AllowedNetworks));
        Add("$created", key.Created.ToUnixTimeMilliseconds());
        Add("$expires", key.Expires?.ToUnixTimeMilliseconds());
        Add("$last_used", key.LastUsed?.ToUnixTimeMilliseconds());
        Add("$overlap_ends", key.OverlapEnds?.ToUnixTimeMilliseconds());
        Add("$revoked", key.Revoked?.ToUnixTimeMilliseconds());
        Add("$revoked_reason", key.RevokedReason);
        Add("$hash", record.Hash.ToArray());
        Add("$previous_hash", record.PreviousHash?.ToArray());
        Add("$version", record.Version);

        void Add(string name, object? value) => parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    private static ApiKeyRecord Read(SqliteDataReader reader)
    {
        return new ApiKeyRecord
        {
            Key = new ApiKey
            {
                Id = reader.GetString(0),
                Name = reader.GetString(1),
                Owner = reader.GetString(2),
                Scopes = List(3),
                Permissions = List(4),
                Tenant = Text(5),
                Plan = Text(6),
                AllowedNetworks = List(7),
                Created = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)),
                Expires = Time(9),
                LastUsed = Time(10),
                OverlapEnds = Time(11),
                Revoked = Time(12),
                RevokedReason = Text(13),
            },
            Hash = reader.GetFieldValue<byte[]>(14),
            PreviousHash = reader.IsDBNull(15) ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(reader.GetFieldValue<byte[]>(15)),
            Version = reader.GetInt64(16),
        };

        string[] List(int column) => JsonSerializer.Deserialize<string[]>(reader.GetString(column)) ?? [];

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
    }
}
