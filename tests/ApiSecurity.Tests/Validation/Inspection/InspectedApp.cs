using System.Net;

namespace ApiSecurity.Tests.Validation.Inspection;

/// <summary>An application that is looked through, and what is told of it.</summary>
internal static class InspectedApp
{
    public const string Attack = "x' or '1'='1";

    public static Task<TestApp> StartAsync(Action<WebApplication> map, Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, bool kestrel = false) =>
        ValidatedApp.StartAsync(map, settings, services, kestrel);

    public static Task<TestApp> StartAsync(bool blocks, Dictionary<string, string?>? settings = null) => StartAsync(
        app =>
        {
            app.Map("/{**rest}", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                return await reader.ReadToEndAsync();
            });
        },
        new(settings ?? []) { ["Inspection:Action"] = settings?.GetValueOrDefault("Inspection:Action") ?? (blocks ? "Block" : "Detect"), ["Cors:DisabledReason"] = "a test" });

    public static async Task<(HttpStatusCode Status, string Text)> SendAsync(this TestApp app, HttpRequestMessage request)
    {
        using var client = app.CreateClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static Task<(HttpStatusCode Status, string Text)> GetAsync(this TestApp app, string path) => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary><c>sql.break-out at query:q, score 5</c> of the next event that inspection tells.</summary>
    public static async Task<SecurityEvent> NextInspectionAsync(this TestApp app)
    {
        while (true)
        {
            var next = await app.Events.NextAsync();
            if (next.Feature == "inspection")
            {
                return next;
            }
        }
    }
}
