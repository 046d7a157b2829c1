using ApiSecurity.Posture;
using ApiSecurity.Tests.Authorization.Objects;
using Microsoft.Data.Sqlite;

namespace ApiSecurity.Tests.Posture;

/// <summary>An application whose posture is looked at; findings stop its start only where a test says so.</summary>
internal sealed class PostureApp(TestApp app, SqliteConnection connection) : IAsyncDisposable
{
    public TestApp App => app;

    public PostureReport Report => app.App.Services.GetRequiredService<ApiPosture>().GetReport();

    public static async Task<PostureApp> StartAsync(
        Action<WebApplication> map, Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, string environment = "Production", bool enforce = false)
    {
        var connection = ShopDb.Open();
        try
        {
            var app = await TestApp.StartAsync(
                map,
                enforce ? settings : new Dictionary<string, string?>(settings ?? []) { ["Posture:Mode"] = "Report" },
                builder =>
                {
                    builder.Services.AddScoped(_ => ShopDb.On(connection));
                    builder.Services.AddApiSecurity().AddObjectPolicy<ShopOrderPolicy>().AddObjectPolicy<ShopCustomerPolicy>();
                    builder.Services.AddControllers().OnlyControllers(typeof(PostureController));
                    services?.Invoke(builder);
                },
                environment: environment);
            return new PostureApp(app, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public PostureEndpoint Endpoint(string name) => Report.Endpoints.Single(endpoint => endpoint.Name == name);

    public IEnumerable<string> Found(string id) => Report.Findings.Where(finding => finding.Id == id).Select(finding => $"{finding.Severity} {finding.Endpoint?.Name ?? "-"}");

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await connection.DisposeAsync();
    }
}
