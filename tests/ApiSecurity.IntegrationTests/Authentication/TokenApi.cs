using System.Net.Http.Headers;
using ApiSecurity.Tests;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>An API that takes the tokens of the <see cref="AuthorizationServer"/>.</summary>
internal static class TokenApi
{
    /// <summary>Knows nothing of the server but its address and the API's own name.</summary>
    public static Task<TestApp> StartJwtAsync(AuthorizationServer server, Dictionary<string, string?>? settings = null) => StartAsync(
        new()
        {
            ["Jwt:Authority"] = server.Address,
            ["Jwt:Audience"] = AuthorizationServerClients.Api,
            // Plain HTTP to the own machine, which Development alone allows.
            ["Jwt:RequireHttpsMetadata"] = "false",
        },
        settings,
        builder => builder.Services.AddApiSecurity().AddJwt());

    public static Task<TestApp> StartIntrospectionAsync(AuthorizationServer server, Dictionary<string, string?>? settings = null) => StartAsync(
        new()
        {
            ["Introspection:Servers:main:Authority"] = server.Address,
            ["Introspection:Servers:main:ClientId"] = AuthorizationServerClients.Api,
            ["Introspection:Servers:main:ClientSecret"] = AuthorizationServerClients.Secret,
            ["Introspection:Servers:main:Audience"] = AuthorizationServerClients.Api,
        },
        settings,
        builder => builder.Services.AddApiSecurity().AddIntrospection());

    public static async Task<int> StatusAsync(this TestApp app, string token, string path = "/me")
    {
        using var response = await app.AskAsync(token, path);
        return (int)response.StatusCode;
    }

    public static async Task<string> TextAsync(this TestApp app, string token, string path = "/me")
    {
        using var response = await app.AskAsync(token, path);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    /// <summary>What the refusals so far were for.</summary>
    public static async Task<string?> ReasonAsync(this TestApp app) => (await app.Events.NextAsync()).Reason;

    private static async Task<HttpResponseMessage> AskAsync(this TestApp app, string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?> own, Dictionary<string, string?>? further, Action<WebApplicationBuilder> services)
    {
        own["RateLimiting:DisabledReason"] = own["Lockout:DisabledReason"] = "the test asks often";
        foreach (var (key, value) in further ?? [])
        {
            own[key] = value;
        }

        return TestApp.StartAsync(
            app =>
            {
                app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => caller.Subject);
                app.MapGet("/orders", () => "orders").RequireScope("orders.read");
                app.MapGet("/payments", () => "payments").RequireScope("payments");
            },
            own, services, environment: "Development");
    }
}
