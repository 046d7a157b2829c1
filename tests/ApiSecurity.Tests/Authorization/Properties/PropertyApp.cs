using System.Net;
using System.Text;
using System.Text.Json;
using ApiSecurity.Tests.Authorization.Objects;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>An application whose requests say who sends them: <c>alice finance sales</c>.</summary>
internal sealed class PropertyApp(TestApp app) : IAsyncDisposable
{
    public TestApp App => app;

    public static async Task<PropertyApp> StartAsync(
        Action<WebApplication> map, Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, Action<WebApplication>? use = null) =>
        new(await TestApp.StartAsync(
            map,
            new Dictionary<string, string?>(settings ?? []) { ["Authorization:DisabledReason"] = "a test", ["Transport:RequireHttps"] = "false", ["Validation:AllowUnknownMembers"] = "true" },
            services,
            app =>
            {
                app.Use((context, next) =>
                {
                    if (context.Request.Headers["X-Caller"].ToString() is { Length: > 0 } text)
                    {
                        var parts = text.Split(' ');
                        context.User = ShopCaller.Principal(parts[0], null, parts[1..]);
                    }

                    return next(context);
                });
                (use ?? (static app => app.UseApiSecurity())).Invoke(app);
            }));

    public Task<(HttpStatusCode Status, string Text)> GetAsync(string path, string? caller) => SendAsync("GET", path, caller, null);

    public Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, string? caller, string? body, string contentType = "application/json") =>
        SendAsync(method, path, caller, body is null ? null : Encoding.UTF8.GetBytes(body), contentType);

    public async Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, string? caller, byte[]? body, string contentType)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (caller is not null)
        {
            request.Headers.Add("X-Caller", caller);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The pointers and codes of a problem's violations: <c>/margin not_writable</c>.</summary>
    public static string[] Violations(string problem)
    {
        using var json = JsonDocument.Parse(problem);
        return [.. json.RootElement.GetProperty("violations").EnumerateArray().Select(one => $"{one.GetProperty("pointer").GetString()} {one.GetProperty("code").GetString()}")];
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
