using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.RateLimiting;

/// <summary>An application whose requests say for themselves where they come from and who sends them.</summary>
internal static class LimitedApp
{
    public const string Address = "X-Test-Address";
    public const string User = "X-Test-User";

    public static Task<TestApp> StartAsync(
        Action<WebApplication> map,
        Dictionary<string, string?>? settings = null,
        Action<WebApplication>? use = null,
        Action<WebApplicationBuilder>? services = null,
        Action<ApiSecurityOptions>? configure = null) => TestApp.StartAsync(
            map,
            settings,
            builder =>
            {
                builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestAuthentication>("Test", null);
                services?.Invoke(builder);
            },
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Connection.RemoteIpAddress = IPAddress.TryParse(context.Request.Headers[Address], out var address) ? address : null;
                    return next(context);
                });
                (use ?? (static app => app.UseApiSecurity())).Invoke(app);
            },
            configure: configure);

    public static async Task<HttpResponseMessage> GetAsync(this TestApp app, string path, string? address = null, string? user = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (address is not null)
        {
            request.Headers.Add(Address, address);
        }

        if (user is not null)
        {
            request.Headers.Add(User, user);
        }

        return await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>How many of <paramref name="count"/> requests in a row are not refused with 429.</summary>
    public static async Task<int> CountAdmittedAsync(this TestApp app, int count, string path, string? address = null, string? user = null)
    {
        var admitted = 0;
        for (var index = 0; index < count; index++)
        {
            using var response = await app.GetAsync(path, address, user);
            admitted += response.StatusCode == HttpStatusCode.TooManyRequests ? 0 : 1;
        }

        return admitted;
    }

    /// <summary>The header is <c>type=value</c> pairs: <c>sub=alice;client_id=web</c>.</summary>
    private sealed class TestAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Request.Headers.TryGetValue(User, out var user))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var claims = user.ToString().Split(';').Select(pair => pair.Split('=', 2)).Select(pair => new Claim(pair[0], pair[1]));
            var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, "Test"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, "Test")));
        }
    }
}
