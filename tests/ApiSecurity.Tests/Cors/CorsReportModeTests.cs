using Microsoft.AspNetCore.TestHost;
using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

public sealed class CorsReportModeTests
{
    private const string Partner = "https://partner.example";

    /// <summary>Requests of allowed, foreign and odd pages; what a policy allows, and what it does not.</summary>
    private static readonly (string Method, string Path, (string, string)[] Headers)[] Requests =
    [
        .. from path in new[] { "/", "/named", "/closed", "/nowhere", "/by-hand", "/secret" }
           from origin in new[] { Shop, Partner, Evil, "null", "https://SHOP.example", "http://localhost" }
           from request in new (string, string, (string, string)[])[]
           {
               ("GET", path, [("Origin", origin)]),
               ("GET", path, [("Origin", origin), ("Cookie", "session=1")]),
               ("POST", path, [("Origin", origin), ("Cookie", "session=1"), ("Sec-Fetch-Site", "cross-site")]),
               ("OPTIONS", path, [("Origin", origin)]),
               ("OPTIONS", path, [("Origin", origin), ("Access-Control-Request-Method", "POST")]),
               ("OPTIONS", path, [("Origin", origin), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "x-any")]),
               ("OPTIONS", path, [("Origin", origin), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Private-Network", "true")]),
               ("GET", path, [("Origin", origin), ("Accept", "text/event-stream")]),
               ("GET", path, [("Origin", origin), ("Origin", Shop)]),
           }
           select request,
        ("POST", "/", [("Cookie", "session=1"), ("Sec-Fetch-Site", "cross-site")]),
        ("GET", "/", []),
    ];

    public static TheoryData<string> Pipelines() => ["policy in code", "named policy", "default policy", "no CORS"];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task An_application_with_CORS_of_its_own_answers_as_before(string pipeline)
    {
        await using var bare = await StartAsync(pipeline, secured: false);
        await using var secured = await StartAsync(pipeline, secured: true);
        using var bareClient = bare.GetTestClient();
        using var securedClient = secured.GetTestClient();

        foreach (var (method, path, headers) in Requests)
        {
            using var expected = await bareClient.SendAsync(Message(method, path, null, null, headers), TestContext.Current.CancellationToken);
            using var actual = await securedClient.SendAsync(Message(method, path, null, null, headers), TestContext.Current.CancellationToken);
            var request = $"{method} {path} {string.Join(", ", headers)}";

            Assert.Equal((request, expected.StatusCode), (request, actual.StatusCode));
            Assert.Equal((request, expected.CorsHeaders()), (request, actual.CorsHeaders()));
            Assert.Equal(
                (request, await expected.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)),
                (request, await actual.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            Assert.True(
                actual.Headers.Vary.Count(vary => vary == "Origin") <= 1 && expected.Headers.Vary.All(actual.Headers.Vary.Contains),
                $"{request}: Vary was '{expected.Headers.Vary}' and became '{actual.Headers.Vary}'");
        }
    }

    [Fact]
    public async Task What_would_be_refused_is_told()
    {
        await using var app = await ReportAsync("Mode", useCors: true);

        using var preflight = await app.PreflightAsync("/", Evil);
        using var post = await app.SendAsync("POST", "/", ("Origin", Evil), ("Cookie", "session=1"));
        using var granted = await app.SendAsync("GET", "/", ("Origin", Partner));

        Assert.Equal(204, (int)preflight.StatusCode);
        Assert.Equal(200, (int)post.StatusCode);
        Assert.Equal(Partner, granted.Header("Access-Control-Allow-Origin"));
        foreach (var method in new[] { "OPTIONS", "POST", "GET" })
        {
            var securityEvent = await app.Events.NextAsync();
            while (securityEvent.Feature != "cors")
            {
                securityEvent = await app.Events.NextAsync();
            }

            Assert.Equal((SecurityEventOutcome.Reported, "origin_not_allowed", method), (securityEvent.Outcome, securityEvent.Reason, securityEvent.Method));
        }
    }

    /// <summary>Turning Report mode on to look at something else must not close what the configuration opens.</summary>
    [Theory]
    [InlineData("Mode")]
    [InlineData("Cors:Mode")]
    public async Task What_the_configuration_allows_is_granted_where_the_application_gives_no_answer(string mode)
    {
        await using var app = await ReportAsync(mode, useCors: false);

        using var preflight = await app.PreflightAsync("/", Shop, "PUT", "content-type", ("Access-Control-Request-Private-Network", "true"));
        using var get = await app.SendAsync("GET", "/", ("Origin", Shop));
        using var foreign = await app.PreflightAsync("/", Evil, "PUT");

        Assert.Equal(
            (true, Shop, "PUT", "true"),
            (preflight.IsSuccessStatusCode, preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Methods"), preflight.Header("Access-Control-Allow-Private-Network")));
        Assert.Equal(Shop, get.Header("Access-Control-Allow-Origin"));
        Assert.Equal((mode == "Mode" ? 405 : 401, ""), ((int)foreign.StatusCode, foreign.CorsHeaders()));
    }

    private static Task<TestApp> ReportAsync(string mode, bool useCors) => TestApp.StartAsync(
        app =>
        {
            if (useCors)
            {
                app.UseCors(policy => policy.WithOrigins(Partner));
            }

            app.MapMethods("/", ["GET", "POST", "PUT"], () => "hello").AsPublicEndpoint("a test");
        },
        new()
        {
            [mode] = "Report",
            ["Cors:Origins:0"] = Shop,
            ["Cors:Methods:0"] = "PUT",
            ["Cors:AllowPrivateNetwork"] = "true",
        });

    private static async Task<WebApplication> StartAsync(string pipeline, bool secured)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = typeof(TestApp).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthentication("none").AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, NobodyHandler>("none", null);
        builder.Services.AddAuthorization();
        builder.Services.AddCors(options =>
        {
            options.AddPolicy("named", policy => policy.WithOrigins(Partner).WithMethods("PUT").WithHeaders("x-any").AllowCredentials());
            options.AddPolicy("wide", policy => policy.SetIsOriginAllowed(_ => true).AllowAnyMethod().AllowAnyHeader().AllowCredentials());
            if (pipeline == "default policy")
            {
                options.AddDefaultPolicy(policy => policy.WithOrigins(Shop, "null").WithExposedHeaders("ETag").SetPreflightMaxAge(TimeSpan.FromDays(1)));
            }
        });
        if (secured)
        {
            builder.Services.AddApiSecurity(options =>
            {
                options.Mode = ApiSecurityMode.Report;
                options.Transport.RequireHttps = false;
            });
        }

        var app = builder.Build();
        if (secured)
        {
            app.UseApiSecurity();
        }

        _ = pipeline switch
        {
            "policy in code" => app.UseCors(policy => policy.WithOrigins(Shop, "https://*.partner.example").SetIsOriginAllowedToAllowWildcardSubdomains()),
            "named policy" => app.UseCors("wide"),
            "default policy" => app.UseCors(),
            _ => app,
        };
        app.UseAuthorization();
        var methods = new[] { "GET", "POST", "PUT" };
        app.MapMethods("/", methods, () => "hello");
        app.MapMethods("/secret", methods, () => "secret").RequireAuthorization();
        app.MapMethods("/by-hand", methods, (HttpResponse response) => response.Headers.AccessControlAllowOrigin = "https://by-hand.example");
        if (pipeline != "no CORS")
        {
            app.MapMethods("/named", methods, () => "named").RequireCors("named");
            app.MapMethods("/closed", methods, () => "closed").WithMetadata(new Microsoft.AspNetCore.Cors.DisableCorsAttribute());
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class NobodyHandler(
        Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        System.Text.Encodings.Web.UrlEncoder encoder)
        : Microsoft.AspNetCore.Authentication.AuthenticationHandler<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<Microsoft.AspNetCore.Authentication.AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(Microsoft.AspNetCore.Authentication.AuthenticateResult.NoResult());
    }
}
