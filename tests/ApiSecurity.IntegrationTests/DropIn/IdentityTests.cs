using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ApiSecurity.IntegrationTests.DropIn.Apps;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.IntegrationTests.DropIn;

/// <summary>ASP.NET Core Identity's API endpoints behind the library in Enforce mode: closed, opened by one word, and in use.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task Signing_in_is_closed_until_it_is_opened_and_the_log_says_how()
    {
        await using var app = await StartAsync(open: false);
        using var client = app.GetTestClient();

        using var login = await client.PostAsJsonAsync("/login", new { email = "a@shop.example", password = "Pass-word-1" }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
        var summary = app.Services.GetFakeLogCollector().GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
        Assert.Contains("closed  POST /login  (needs a known caller; to open it: app.MapIdentityApi<…>().AsPublicEndpointUnlessAuthorized(\"…\"))", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("closed  GET /manage/info", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opened_one_signs_in_with_a_bearer_token_or_a_cookie()
    {
        await using var app = await StartAsync(open: true);
        using var client = app.GetTestClient();
        var user = new { email = "a@shop.example", password = "Pass-word-1" };
        using var register = await client.PostAsJsonAsync("/register", user, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, register.StatusCode);

        using var login = await client.PostAsJsonAsync("/login", user, TestContext.Current.CancellationToken);
        var tokens = await login.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var bearer = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        Assert.Equal("a@shop.example", await AskAsync(client, "/mine", request => request.Headers.Authorization = bearer));
        Assert.Equal("a@shop.example", await AskAsync(client, "/silent", request => request.Headers.Authorization = bearer));

        using var cookies = await client.PostAsJsonAsync("/login?useCookies=true", user, TestContext.Current.CancellationToken);
        var cookie = cookies.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.Equal("a@shop.example", await AskAsync(client, "/mine", request => request.Headers.Add("Cookie", cookie)));

        Assert.Equal("401", await AskAsync(client, "/mine", _ => { }));
        Assert.Equal("401", await AskAsync(client, "/manage/info", _ => { }));
        Assert.Equal("401", await AskAsync(client, "/silent", request => request.Headers.Authorization = new("Bearer", "garbage")));
    }

    private static async Task<string> AskAsync(HttpClient client, string path, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change(request);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : $"{(int)response.StatusCode}";
    }

    private static async Task<WebApplication> StartAsync(bool open)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Services.AddApiSecurity();
        IdentityApp.AddServices(builder);
        var app = builder.Build();
        app.UseApiSecurity();
        var identity = IdentityApp.MapEndpoints(app);
        app.MapGet("/silent", (System.Security.Claims.ClaimsPrincipal user) => user.Identity!.Name);
        if (open)
        {
            identity.AsPublicEndpointUnlessAuthorized("people sign in here");
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
