using ApiSecurity.Authentication;
using ApiSecurity.Tests;

namespace ApiSecurity.Sqlite.Tests;

internal static class KeysApp
{
    public static Task<TestApp> StartAsync(string path) => TestApp.StartAsync(
        app =>
        {
            app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => caller.Subject);
            app.MapApiKeys("/api-keys");
        },
        services: builder => builder.Services.AddApiSecurity().AddApiKeys(keys => keys.UseSqlite(path)));

    public static ApiKeyManager Keys(this TestApp app) => app.App.Services.GetRequiredService<ApiKeyManager>();

    public static async Task<int> StatusAsync(this TestApp app, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Add("X-Api-Key", key);
        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
