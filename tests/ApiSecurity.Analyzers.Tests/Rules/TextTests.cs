namespace ApiSecurity.Analyzers.Tests;

/// <summary>Text that tells too much, or that becomes code.</summary>
public sealed class TextTests
{
    [Fact]
    public Task The_client_is_told_an_exceptions_text() => Code.ExpectAsync(
        """
        using Microsoft.AspNetCore.Diagnostics;
        using Microsoft.AspNetCore.Mvc;

        app.UseDeveloperExceptionPage();      // APISEC009
        app.MapGet("/a", () =>
        {
            try
            {
                return Results.Ok();
            }
            catch (InvalidOperationException exception)
            {
                return Results.BadRequest(exception.Message);      // APISEC008
            }
            catch (IOException exception)
            {
                return Results.Problem(detail: exception.ToString());      // APISEC008
            }
            catch (Exception exception)
            {
                var text = $"It failed: {exception.StackTrace}";      // APISEC008
                return Results.Json(new { error = text }, statusCode: 500);
            }
        });
        app.UseExceptionHandler(errors => errors.Run(async context =>
        {
            var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
            await context.Response.WriteAsync(error?.Message ?? "?");      // APISEC008
            await context.Response.WriteAsJsonAsync(new ProblemDetails { Title = "Failed", Detail = error!.Message });      // APISEC008
        }));

        public class ShopController : ControllerBase
        {
            [HttpGet("/shop")]
            public IActionResult Get()
            {
                try
                {
                    return Ok();
                }
                catch (Exception e)
                {
                    return StatusCode(500, e);      // APISEC008
                }
            }
        }
        """);

    [Fact]
    public Task No_alarm_for_text_of_ones_own_for_logs_and_for_development() => Code.ExpectAsync(
        """
        using System.ComponentModel.DataAnnotations;
        using Microsoft.AspNetCore.Diagnostics;
        using Microsoft.AspNetCore.Mvc;

        if (app.Environment.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
        }

        app.MapGet("/a", (ILogger<OutOfStockException> logger, IHostEnvironment environment) =>
        {
            try
            {
                return Results.Ok();
            }
            catch (OutOfStockException exception)
            {
                return Results.Conflict(exception.Message);
            }
            catch (ValidationException exception)
            {
                return Results.BadRequest(exception.Message);
            }
            catch (IOException exception)
            {
                logger.LogError(exception, "{Message}", exception.Message);
                return Results.Problem(detail: environment.IsDevelopment() ? exception.ToString() : null);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return Results.Problem(title: exception is TimeoutException ? "Too slow" : "Failed");
            }
        });

        public sealed class OutOfStockException(string message) : Exception(message);
        """);

    [Fact]
    public Task SQL_is_put_together_of_text() => Code.ExpectAsync(
        """
        using System.Data.Common;
        using System.Globalization;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore;

        app.MapGet("/a", (ShopDb db, string note) => db.Orders.FromSqlRaw($"SELECT * FROM Orders WHERE Note = '{note}'").Count());      // APISEC010
        app.MapGet("/b", (ShopDb db, string note) => db.Orders.FromSqlRaw(string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM Orders WHERE Note = '{note}'")).Count());      // APISEC010
        app.MapGet("/c", async (ShopDb db, string note) => await db.Database.ExecuteSqlRawAsync("UPDATE Orders SET Note = '" + note + "'"));      // APISEC010
        app.MapGet("/d", (ShopDb db, string column) =>
        {
            var sql = string.Format("SELECT {0} FROM Orders", column);
            return db.Database.SqlQueryRaw<string>(sql).Count();      // APISEC010
        });
        app.MapGet("/e", (DbConnection connection, string note) =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT 1 FROM Orders WHERE Note = '{note}'";      // APISEC010
            using var another = new SqliteCommand("SELECT 1 FROM Orders WHERE Note = '" + note + "'");      // APISEC010
            return command.ExecuteScalar();
        });
        app.MapGet("/f", (DbConnection connection, string table) => Purge(connection, table));
        app.MapGet("/g", (DbConnection connection) => Purge(connection, "Orders"));

        static object? Purge(DbConnection connection, string table)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"DELETE FROM {table}";      // APISEC010
            return command.ExecuteNonQuery();
        }
        """,
        "APISEC010");

    [Fact]
    public Task No_alarm_for_parameters_constants_and_numbers() => Code.ExpectAsync(
        """
        using System.Data.Common;
        using Microsoft.EntityFrameworkCore;

        app.MapGet("/a", (ShopDb db, string note) => db.Orders.FromSql($"SELECT * FROM Orders WHERE Note = {note}").Count());
        app.MapGet("/b", (ShopDb db, string note) => db.Orders.FromSqlRaw("SELECT * FROM Orders WHERE Note = {0}", note).Count());
        app.MapGet("/c", (ShopDb db, string note) => db.Database.ExecuteSql($"UPDATE Orders SET Note = {note}"));
        app.MapGet("/d", (ShopDb db, int days) => db.Database.ExecuteSqlRaw($"DELETE FROM Orders WHERE Age > {days}"));
        app.MapGet("/e", (DbConnection connection, string order) =>
        {
            const string Table = "Orders";
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {Queries.Columns} FROM {Table} WHERE Note = $note ORDER BY {(order == "asc" ? "ASC" : "DESC")}";
            return command.ExecuteScalar();
        });
        app.MapGet("/f", (DbConnection connection, Queries queries) =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = queries.Text;
            return command.ExecuteScalar();
        });

        public sealed class Queries
        {
            public static readonly string Columns = string.Join(", ", "Id", "Note");

            public string Text { get; } = "SELECT 1";

            public void Fill(DbConnection connection)
            {
                Insert(connection, "Orders", "Id", "Note");
                Insert(connection, "Customers", "Id");
            }

            // Whoever can call it writes the names out.
            private static void Insert(DbConnection connection, string table, params string[] columns)
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (@{string.Join(", @", columns)})";
            }
        }
        """,
        "APISEC010");
}
