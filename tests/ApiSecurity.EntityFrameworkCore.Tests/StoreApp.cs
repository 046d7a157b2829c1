using System.Net;
using System.Security.Claims;
using ApiSecurity.Authorization;
using ApiSecurity.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.EntityFrameworkCore.Tests;

/// <summary>An application with a guarded context on SQLite in memory, whose requests say who sends them: <c>alice@north orders.read.all</c>.</summary>
internal sealed class StoreApp(TestApp app, SqliteConnection connection, List<string> sql) : IAsyncDisposable
{
    public TestApp App => app;

    /// <summary>The statements that were sent to the database since it was filled.</summary>
    public List<string> Sql => sql;

    public static async Task<StoreApp> StartAsync(
        Action<WebApplication>? map = null,
        string environment = "Production",
        Action<ObjectPoliciesOptions>? options = null,
        Action<DbContextOptionsBuilder>? context = null,
        Dictionary<string, string?>? settings = null,
        bool pooled = false)
    {
        var sql = new List<string>();
        var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var app = await TestApp.StartAsync(
            map,
            new Dictionary<string, string?>(settings ?? []) { ["Authorization:DisabledReason"] = "a test", ["Transport:RequireHttps"] = "false" },
            builder =>
            {
                void Configure(DbContextOptionsBuilder builder)
                {
                    builder.UseSqlite(connection);
                    builder.LogTo(sql.Add, (id, _) => id.Name == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted");
                    context?.Invoke(builder);
                    builder.UseObjectPolicies(options);
                }

                if (pooled)
                {
                    builder.Services.AddDbContextPool<StoreDb>(Configure);
                }
                else
                {
                    builder.Services.AddDbContext<StoreDb>(Configure);
                }

                builder.Services.AddApiSecurity().AddObjectPolicy<OrderPolicy>().AddObjectPolicy<CustomerPolicy>().AddObjectPolicy<SecretDocumentPolicy>().AddObjectPolicy<MemoPolicy>();
            },
            app =>
            {
                app.Use((context, next) =>
                {
                    context.User = context.Request.Headers["X-Caller"].ToString() is { Length: > 0 } text ? Principal(text) : context.User;
                    return next(context);
                });
                app.UseApiSecurity();
                using var scope = app.Services.CreateScope();
                StoreDb.Seed(scope.ServiceProvider.GetRequiredService<StoreDb>());
                sql.Clear();
            },
            environment);
        return new StoreApp(app, connection, sql);
    }

    public static ClaimsPrincipal Principal(string text)
    {
        var parts = text.Split(' ');
        var name = parts[0].Split('@');
        return new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim("sub", name[0]), new Claim("tenant", name[1]), .. parts[1..].Select(permission => new Claim("permissions", permission))], "Test"));
    }

    /// <summary>Runs code as a request of a caller would.</summary>
    public async Task<T> AsAsync<T>(string caller, Func<StoreDb, ObjectAuthorizer, Task<T>> run)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        var accessor = app.App.Services.GetRequiredService<IHttpContextAccessor>();
        accessor.HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = Principal(caller) };
        try
        {
            return await run(scope.ServiceProvider.GetRequiredService<StoreDb>(), scope.ServiceProvider.GetRequiredService<ObjectAuthorizer>());
        }
        finally
        {
            accessor.HttpContext = null;
        }
    }

    public Task<T> AsAsync<T>(string caller, Func<StoreDb, Task<T>> run) => AsAsync(caller, (db, _) => run(db));

    public Task AsAsync(string caller, Func<StoreDb, ObjectAuthorizer, Task> run) => AsAsync(caller, async (db, objects) =>
    {
        await run(db, objects);
        return true;
    });

    /// <summary>Looks at the database past all policies.</summary>
    public async Task<T> LookAsync<T>(Func<StoreDb, Task<T>> run)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StoreDb>();
        using var _ = db.WithoutObjectPolicies("a test looks");
        return await run(db);
    }

    public async Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, string caller)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Caller", caller);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await connection.DisposeAsync();
    }
}
