using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OrdersApi.Data;

/// <summary>The same ten thousand orders in each new database, in about half a second: one transaction, prepared commands.</summary>
public static class Seed
{
    public const int Orders = 10_000;

    public static readonly Guid AlicesOrder = new("a11ce000-0000-4000-8000-000000000001");
    public static readonly Guid BobsOrder = new("b0b00000-0000-4000-8000-000000000001");
    public static readonly Guid CarolsOrder = new("ca201000-0000-4000-8000-000000000001");
    public static readonly Guid BobsAccount = new("b0b00000-0000-4000-8000-0000000000cc");

    private const int CustomersPerTenant = 150;
    private static readonly string[] Tenants = ["north", "south"];
    private static readonly string[] Skus = [.. Catalogue.Prices.Keys];
    private static readonly OrderStatus[] Statuses = [OrderStatus.Open, OrderStatus.Paid, OrderStatus.Shipped, OrderStatus.Shipped, OrderStatus.Cancelled];

    public static void Fill(ShopDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        using var transaction = db.Database.BeginTransaction();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var sqlite = (SqliteTransaction)transaction.GetDbTransaction();
        var random = new Random(20260101);
        var customers = Customers(random).ToList();
        using (var insert = new Insert(connection, sqlite, "Customers", "Id", "TenantId", "Subject", "Name", "Email", "CreditLimit"))
        {
            foreach (var c in customers)
            {
                insert.Row(c.Id, c.TenantId, c.Subject, c.Name, c.Email, c.CreditLimit);
            }
        }

        using var orders = new Insert(connection, sqlite, "Orders", "Id", "TenantId", "OwnerId", "Status", "PlacedAt", "Total", "Note", "InternalMargin");
        using var lines = new Insert(connection, sqlite, "OrderLines", "OrderId", "Sku", "Quantity", "UnitPrice");
        foreach (var o in OrdersOf(customers, random))
        {
            orders.Row(o.Id, o.TenantId, o.OwnerId, o.Status.ToString(), o.PlacedAt, o.Total, o.Note, o.InternalMargin);
            foreach (var line in o.Lines)
            {
                lines.Row(o.Id, line.Sku, line.Quantity, line.UnitPrice);
            }
        }

        transaction.Commit();
    }

    private static IEnumerable<Customer> Customers(Random random)
    {
        yield return Person("north", "alice", NewId(random));
        yield return Person("north", "bob", BobsAccount);
        yield return Person("south", "carol", NewId(random));
        foreach (var tenant in Tenants)
        {
            for (var i = 1; i <= CustomersPerTenant; i++)
            {
                yield return Person(tenant, $"{tenant}-{i:000}", NewId(random));
            }
        }

        Customer Person(string tenant, string subject, Guid id) => new()
        {
            Id = id,
            TenantId = tenant,
            Subject = subject,
            Name = char.ToUpperInvariant(subject[0]) + subject[1..],
            Email = $"{subject}@{tenant}.example",
            CreditLimit = random.Next(1, 50) * 100m,
        };
    }

    private static IEnumerable<Order> OrdersOf(List<Customer> customers, Random random)
    {
        var start = new DateTime(2026, 1, 1, 8, 0, 0, DateTimeKind.Utc);
        Guid[] first = [AlicesOrder, BobsOrder, CarolsOrder];
        for (var i = 0; i < Orders; i++)
        {
            var customer = customers[i % customers.Count];
            var lines = Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => Line(Skus[random.Next(Skus.Length)], random.Next(1, 5)))
                .ToList();
            var total = lines.Sum(line => line.Quantity * line.UnitPrice);
            yield return new Order
            {
                Id = i < first.Length ? first[i] : NewId(random),
                TenantId = customer.TenantId,
                OwnerId = customer.Subject,
                Status = i < first.Length ? OrderStatus.Open : Statuses[random.Next(Statuses.Length)],
                PlacedAt = start.AddMinutes(i * 37),
                Total = total,
                Note = i % 9 == 0 ? "Please ring twice." : null,
                InternalMargin = Math.Round(total * random.Next(8, 40) / 100m, 2),
                Lines = lines,
            };
        }
    }

    private static OrderLine Line(string sku, int quantity) => new() { Sku = sku, Quantity = quantity, UnitPrice = Catalogue.Prices[sku] };

    /// <summary>Ids that can't be guessed in a real shop; the same in each run in this one.</summary>
    private static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private sealed class Insert : IDisposable
    {
        private readonly SqliteCommand _command;

        public Insert(SqliteConnection connection, SqliteTransaction transaction, string table, params string[] columns)
        {
            _command = connection.CreateCommand();
            _command.Transaction = transaction;
            _command.CommandText = $"INSERT INTO \"{table}\" (\"{string.Join("\", \"", columns)}\") VALUES (@{string.Join(", @", columns)})";
            foreach (var column in columns)
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = "@" + column });
            }
        }

        public void Row(params ReadOnlySpan<object?> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
