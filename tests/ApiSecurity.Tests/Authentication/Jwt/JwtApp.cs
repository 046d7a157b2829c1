using System.Net.Http.Headers;

namespace ApiSecurity.Tests.Authentication;

/// <summary>An application that trusts the tokens of <see cref="TestTokens"/>.</summary>
internal static class JwtApp
{
    public static Task<TestApp> StartAsync(
        Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, Action<WebApplication>? map = null, string environment = "Production", bool kestrel = false) =>
        TestApp.StartAsync(
            map ?? MapAll,
            settings,
            builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                TestTokens.Trust(builder.Services);
                services?.Invoke(builder);
            },
            environment: environment,
            kestrel: kestrel);

    public static void MapAll(WebApplication app)
    {
        app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => caller.Subject);
        app.MapGet("/open", (ApiSecurity.Authorization.Caller caller) => caller.Subject ?? "nobody").AllowAnonymous();
        app.MapGet("/write", () => "written").RequirePermission("orders.write");
        app.MapGet("/scope", () => "scope").RequireScope("orders");
        app.MapGet("/role", () => "role").RequireAuthorization(policy => policy.RequireRole("admin"));
    }

    public static TestTokens Tokens(this TestApp app) => new(app.Time);

    public static Task<HttpResponseMessage> GetAsync(this TestApp app, string path, string? token, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>The token is refused with the reason, told once, and the client learns only that it is not valid.</summary>
    public static async Task AssertRefusedAsync(this TestApp app, string token, string reason)
    {
        using var response = await app.GetAsync("/me", token);
        var body = await response.TextAsync();
        Assert.True((int)response.StatusCode == 401, $"{(int)response.StatusCode} {body}");
        Assert.Equal("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Contains("\"code\":\"invalid_token\"", body, StringComparison.Ordinal);
        var told = await app.Events.NextAsync();
        Assert.Equal(("authn_login_fail", reason), (told.Name, told.Reason));
        Assert.Equal(ApiSecurity.SecurityEventOutcome.Refused, told.Outcome);
        Assert.Empty(app.Events.Pending);
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => token.Length > 20 && record.Message.Contains(token, StringComparison.Ordinal));
    }
}
