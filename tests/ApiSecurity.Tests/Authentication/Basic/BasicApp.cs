using System.Net;
using System.Text;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>An application that accepts names and passwords, and tells who calls. Its requests come over TLS, from an address that can be set.</summary>
internal static class BasicApp
{
    public const string Password = "correct horse battery staple";

    /// <summary>Made once: each takes a tenth of a second.</summary>
    public static readonly string Hash = BasicPasswordHash.Create(Password, 100_000);

    public static Task<TestApp> StartAsync(
        IBasicUserStore? store = null,
        Dictionary<string, string?>? settings = null,
        Func<IPAddress?>? from = null,
        bool withJwt = false,
        string environment = "Production",
        Action<WebApplication>? map = null,
        Action<IServiceCollection>? services = null) => TestApp.StartAsync(
            app =>
            {
                app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => $"{caller.Subject}|{caller.Tenant}|{string.Join(' ', caller.Permissions.Order())}");
                app.MapGet("/open", (ApiSecurity.Authorization.Caller caller) => caller.Subject ?? "nobody").AllowAnonymous();
                map?.Invoke(app);
            },
            new Dictionary<string, string?>(settings ?? []) { ["Basic:Iterations"] = "100000" },
            builder =>
            {
                var security = builder.Services.AddApiSecurity();
                if (withJwt)
                {
                    security.AddJwt();
                    TestTokens.Trust(builder.Services);
                }

                security.AddBasic(basic =>
                {
                    if (store is not null)
                    {
                        basic.UseStore(_ => store);
                    }
                });
                services?.Invoke(builder.Services);
                builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new CallsFrom(from ?? (() => IPAddress.Parse("192.0.2.7"))));
            },
            environment: environment);

    public static Dictionary<string, string?> Configured(string name = "alice") => new() { [$"Basic:Users:{name}:PasswordHash"] = Hash };

    public static string Header(string name, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));

    public static Task<HttpResponseMessage> AskAsync(this TestApp app, string? authorization, string address = "https://localhost/me")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (authorization is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        return app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<int> StatusAsync(this TestApp app, string name, string password)
    {
        using var response = await app.AskAsync(Header(name, password));
        return (int)response.StatusCode;
    }

    public static async Task AssertPasswordRefusedAsync(this TestApp app, string reason, string authorization, string address = "https://localhost/me")
    {
        using var response = await app.AskAsync(authorization, address);
        var body = await response.TextAsync();
        Assert.True((int)response.StatusCode == 401, $"{(int)response.StatusCode} {body}");
        Assert.Contains("\"code\":\"invalid_credential\"", body, StringComparison.Ordinal);
        Assert.Equal("Basic realm=\"api\", charset=\"UTF-8\"", response.Headers.WwwAuthenticate.ToString());
        var told = await app.Events.NextAsync("authn_login_fail");
        Assert.Equal((reason, SecurityEventOutcome.Refused), (told.Reason, told.Outcome));
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains(Password, StringComparison.Ordinal) || (authorization.Length > 10 && record.Message.Contains(authorization, StringComparison.Ordinal)));
    }
}
