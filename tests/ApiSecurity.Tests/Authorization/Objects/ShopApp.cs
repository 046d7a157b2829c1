using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>An application with the shop's orders, whose requests say who sends them: <c>alice@north orders.read.all</c>.</summary>
internal sealed class ShopApp(TestApp app, SqliteConnection connection, List<string> sql) : IAsyncDisposable
{
    public static readonly ShopOrder[] Orders =
    [
        new() { Id = 1, TenantId = "north", OwnerId = "alice", IsOpen = true, CustomerId = "c1" },
        new() { Id = 2, TenantId = "north", OwnerId = "bob", IsOpen = true, CustomerId = "c1" },
        new() { Id = 3, TenantId = "south", OwnerId = "alice", IsOpen = true, CustomerId = "c2" },
        new() { Id = 4, TenantId = "north", OwnerId = "alice", IsOpen = false, CustomerId = "c1" },
        new() { Id = 5, TenantId = null, OwnerId = null, IsOpen = true, CustomerId = "c1" },
    ];

    public TestApp App => app;

    /// <summary>The statements that were sent to the database.</summary>
    public IReadOnlyList<string> Sql => sql;

    public static async Task<ShopApp> StartAsync(
        Action<WebApplication> map, Dictionary<string, string?>? settings = null, Action<ApiSecurityBuilder>? policies = null, Action<WebApplicationBuilder>? services = null)
    {
        var sql = new List<string>();
        var connection = ShopDb.Open(Orders);
        var app = await TestApp.StartAsync(
            map,
            new Dictionary<string, string?>(settings ?? []) { ["Authorization:DisabledReason"] = "a test", ["Transport:RequireHttps"] = "false" },
            builder =>
            {
                builder.Services.AddScoped(_ => ShopDb.On(connection, sql.Add));
                (policies ?? (static security => security.AddObjectPolicy<ShopOrderPolicy>().AddObjectPolicy<ShopCustomerPolicy>())).Invoke(builder.Services.AddApiSecurity());
                services?.Invoke(builder);
            },
            app =>
            {
                app.Use((context, next) =>
                {
                    if (context.Request.Headers["X-Caller"].ToString() is { Length: > 0 } text)
                    {
                        var parts = text.Split(' ');
                        var name = parts[0].Split('@');
                        context.User = ShopCaller.Principal(NullIfEmpty(name[0]), NullIfEmpty(name[1]), parts[1..]);
                    }

                    return next(context);
                });
                app.UseApiSecurity();
            });
        return new ShopApp(app, connection, sql);
    }

    public async Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, string? caller, string? json = null)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }

        if (caller is not null)
        {
            request.Headers.Add("X-Caller", caller);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A problem without what differs from request to request.</summary>
    public static string WithoutTrace(string problem)
    {
        var members = JsonDocument.Parse(problem).RootElement.EnumerateObject().Where(member => member.Name != "traceId");
        return string.Join('\n', members.Select(member => member.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
