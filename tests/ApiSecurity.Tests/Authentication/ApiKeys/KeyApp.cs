using System.Text.Json;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>An application that accepts API keys, and tells who calls.</summary>
internal static class KeyApp
{
    public static Task<TestApp> StartAsync(
        IApiKeyStore? store = null,
        Dictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? map = null,
        bool withJwt = false,
        bool kestrel = false) => TestApp.StartAsync(
            app =>
            {
                app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => $"{caller.Subject}|{caller.Client}|{caller.Tenant}|{string.Join(' ', caller.Scopes.Order())}|{string.Join(' ', caller.Permissions.Order())}");
                app.MapGet("/open", (ApiSecurity.Authorization.Caller caller) => caller.Subject ?? "nobody").AllowAnonymous();
                app.MapGet("/plan", (HttpContext context) => context.User.FindFirst("plan")?.Value);
                app.MapGet("/write", () => "written").RequirePermission("orders.write");
                map?.Invoke(app);
            },
            settings,
            builder =>
            {
                var security = builder.Services.AddApiSecurity();
                if (withJwt)
                {
                    security.AddJwt();
                    TestTokens.Trust(builder.Services);
                }

                security.AddApiKeys(keys =>
                {
                    if (store is not null)
                    {
                        keys.UseStore(_ => store);
                    }
                });
                services?.Invoke(builder);
            },
            kestrel: kestrel);

    public static ApiKeyManager Keys(this TestApp app) => app.App.Services.GetRequiredService<ApiKeyManager>();

    public static Task<IssuedApiKey> IssueAsync(this TestApp app, Func<NewApiKey, NewApiKey>? change = null)
    {
        var key = new NewApiKey { Name = "Nightly export", Owner = "export" };
        return app.Keys().CreateAsync(change?.Invoke(key) ?? key, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> SendAsync(this TestApp app, string path, params (string Name, string Value)[] headers) =>
        app.SendAsync(HttpMethod.Get, path, body: null, headers);

    public static Task<HttpResponseMessage> SendAsync(this TestApp app, HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> GetWithKeyAsync(this TestApp app, string path, string key) => app.SendAsync(path, ("X-Api-Key", key));

    public static async Task<string> MeAsync(this TestApp app, string key)
    {
        using var response = await app.GetWithKeyAsync("/me", key);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == 200, $"{(int)response.StatusCode} {text}");
        return text;
    }

    public static async Task<int> StatusAsync(this TestApp app, string key)
    {
        using var response = await app.GetWithKeyAsync("/me", key);
        return (int)response.StatusCode;
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The next event that is of the name.</summary>
    public static async Task<SecurityEvent> NextAsync(this EventRecorder events, string name)
    {
        while (true)
        {
            if (await events.NextAsync() is { } told && told.Name == name)
            {
                return told;
            }
        }
    }

    /// <summary>The request is refused for the reason, told once; the client learns only that the credential is not valid.</summary>
    public static async Task AssertKeyRefusedAsync(this TestApp app, string reason, string path, params (string Name, string Value)[] headers)
    {
        using var response = await app.SendAsync(path, headers);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == 401, $"{(int)response.StatusCode} {body}");
        Assert.Equal("ApiKey", response.Headers.WwwAuthenticate.ToString());
        Assert.Contains("\"code\":\"invalid_credential\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain(reason, body, StringComparison.Ordinal);
        var told = await app.Events.NextAsync("authn_login_fail");
        Assert.Equal((reason, SecurityEventOutcome.Refused), (told.Reason, told.Outcome));
        foreach (var (_, value) in headers)
        {
            // The framework's own log of requests has their addresses: that is what is told.
            Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Category!.StartsWith("ApiSecurity", StringComparison.Ordinal) && value.Length > 20 && record.Message.Contains(value, StringComparison.Ordinal));
        }
    }
}
