using System.Security.Claims;
using System.Text.Encodings.Web;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authorization;

/// <summary>
/// What an application decides about its endpoints itself, it decides behind the library as it did before: every answer of a matrix of
/// set-ups, endpoints and callers is compared with the framework's own middleware.
/// </summary>
public sealed class FrameworkParityTests
{
    private static readonly string[] Paths =
        ["/anonymous", "/authorize", "/admin", "/scheme-a", "/scheme-b", "/both", "/policy", "/assertion", "/requirement", "/group/authorize", "/group/open", "/resource/mine", "/resource/other", "/result", "/challenge-b"];

    private static readonly (string Name, (string, string)[] Headers)[] Callers =
    [
        ("anonymous", []),
        ("a", [("X-A", "alice")]),
        ("a admin", [("X-A", "alice admin")]),
        ("b", [("X-B", "bob")]),
        ("a and b", [("X-A", "alice"), ("X-B", "bob admin")]),
        ("failing a", [("X-A", "fail")]),
        ("failing a, good b", [("X-A", "fail"), ("X-B", "bob")]),
    ];

    private static readonly Dictionary<string, Action<IServiceCollection>> Setups = new()
    {
        ["default a"] = services => services.AddAuthentication("A").AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null),
        ["default b, challenge a"] = services => services
            .AddAuthentication(options => (options.DefaultScheme, options.DefaultChallengeScheme) = ("B", "A"))
            .AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null),
        ["cookie"] = services => services.AddAuthentication().AddCookie("A").AddScheme<HeaderOptions, HeaderHandler>("B", null),
        ["no default"] = services => services.AddAuthentication().AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null),
        ["default policy"] = services =>
        {
            services.AddAuthentication().AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null);
            services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder("A", "B").RequireAuthenticatedUser().Build());
        },
        ["own fallback"] = services =>
        {
            services.AddAuthentication("A").AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null);
            services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder("B").RequireRole("admin").Build());
        },
        ["result handler"] = services =>
        {
            services.AddAuthentication("A").AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null);
            services.AddSingleton<IAuthorizationMiddlewareResultHandler, HidingResultHandler>();
        },
        ["result handler, no default"] = services =>
        {
            services.AddAuthentication().AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null);
            services.AddSingleton<IAuthorizationMiddlewareResultHandler, HidingResultHandler>();
        },
        ["policy provider"] = services =>
        {
            services.AddAuthentication("A").AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null);
            services.AddSingleton<IAuthorizationPolicyProvider, LenientPolicyProvider>();
        },
        ["claims transformation"] = services =>
        {
            services.AddAuthentication("A").AddScheme<HeaderOptions, HeaderHandler>("A", null).AddScheme<HeaderOptions, HeaderHandler>("B", null);
            services.AddTransient<IClaimsTransformation, MakesAliceAdmin>();
        },
    };

    public static TheoryData<string> SetupNames() => [.. Setups.Keys];

    [Theory]
    [MemberData(nameof(SetupNames))]
    public async Task Answers_are_the_frameworks(string setup)
    {
        await using var bare = await StartAsync(Setups[setup], secured: false);
        await using var secured = await StartAsync(Setups[setup], secured: true);
        string[] paths = setup == "own fallback" ? [.. Paths, "/silent", "/nowhere"] : Paths;
        foreach (var path in paths)
        {
            foreach (var (name, headers) in Callers)
            {
                var expected = await AskAsync(bare, path, headers);
                var actual = await AskAsync(secured, path, headers);

                if (expected.StartsWith(nameof(InvalidOperationException), StringComparison.Ordinal))
                {
                    // The framework has nobody to ask for an answer; the library gives one.
                    Assert.Matches("^(401 \\|\\| Bearer|403 \\|\\| )$", actual);
                    continue;
                }

                Assert.True(expected == actual, $"{setup}: {path} for {name}: '{expected}' became '{actual}'");
            }
        }
    }

    [Fact]
    public async Task UseAuthentication_and_UseAuthorization_of_the_applications_own_may_stay_before_or_after()
    {
        foreach (var before in new[] { true, false })
        {
            await using var app = await TestApp.StartAsync(
                Map,
                services: builder => Prepare(builder.Services, "default a"),
                use: app =>
                {
                    if (before)
                    {
                        app.UseAuthentication();
                        app.UseAuthorization();
                    }

                    app.UseApiSecurity();
                    if (!before)
                    {
                        app.UseAuthentication();
                        app.UseAuthorization();
                    }
                });
            await using var bare = await StartAsync(Setups["default a"], secured: false);
            foreach (var path in Paths)
            {
                foreach (var (name, headers) in Callers)
                {
                    var (expected, actual) = (await AskAsync(bare, path, headers), await AskAsync(app.App, path, headers));
                    Assert.True(expected == actual, $"{path} for {name}: '{expected}' became '{actual}'");
                }
            }

            Assert.Equal(before, DenyByDefaultTests.Summary(app).Contains("UseAuthorization() is called before UseApiSecurity()", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_a_result_handler_lets_pass_is_observed_and_not_refused()
    {
        await using var app = await TestApp.StartAsync(Map, services: builder => Prepare(builder.Services, "result handler"));

        Assert.StartsWith("404", await AskAsync(app.App, "/admin", [("X-A", "alice")]), StringComparison.Ordinal);
        var hidden = await app.Events.NextAsync();
        Assert.Equal(("authz_fail", 404, ApiSecurity.SecurityEventOutcome.Refused), (hidden.Name, hidden.StatusCode, hidden.Outcome));

        Assert.StartsWith("200", await AskAsync(app.App, "/admin", [("X-Let-Me", "in")]), StringComparison.Ordinal);
        Assert.Equal(ApiSecurity.SecurityEventOutcome.Observed, (await app.Events.NextAsync()).Outcome);
        Assert.Empty(app.Events.Pending);
    }

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> setup, bool secured)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        setup(builder.Services);
        AddPolicies(builder.Services);
        if (secured)
        {
            builder.Services.AddApiSecurity();
        }

        var app = builder.Build();
        if (secured)
        {
            app.UseApiSecurity();
        }

        Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static void Prepare(IServiceCollection services, string setup)
    {
        Setups[setup](services);
        AddPolicies(services);
    }

    private static void AddPolicies(IServiceCollection services)
    {
        services.AddAuthorizationBuilder()
            .AddPolicy("longName", policy => policy.RequireClaim(ClaimTypes.Name).RequireAssertion(context => context.User.Identity?.Name?.Length > 3))
            .AddPolicy("get", policy => policy.RequireAssertion(context => context.Resource is HttpContext { Request.Method: "GET" }));
        services.AddSingleton<IAuthorizationHandler, OwnerHandler>();
    }

    private static void Map(WebApplication app)
    {
        static string Who(ClaimsPrincipal user) => string.Join('+', user.Identities.Where(identity => identity.IsAuthenticated).Select(identity => $"{identity.AuthenticationType}:{identity.Name}"));
        app.MapGet("/silent", Who);
        app.MapGet("/anonymous", Who).AllowAnonymous();
        app.MapGet("/authorize", Who).RequireAuthorization();
        app.MapGet("/admin", Who).RequireAuthorization(policy => policy.RequireRole("admin"));
        app.MapGet("/scheme-a", Who).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "A" });
        app.MapGet("/scheme-b", Who).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "B", Roles = "admin" });
        app.MapGet("/both", Who).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "A,B" });
        app.MapGet("/policy", Who).RequireAuthorization("longName");
        app.MapGet("/assertion", Who).RequireAuthorization("get");
        app.MapGet("/requirement", Who).WithMetadata(new LetterAttribute('a')).RequireAuthorization();
        var group = app.MapGroup("/group").RequireAuthorization(policy => policy.RequireRole("admin"));
        group.MapGet("/authorize", Who).RequireAuthorization();
        group.MapGet("/open", Who).AllowAnonymous();
        app.MapGet("/resource/{owner}", async (string owner, ClaimsPrincipal user, IAuthorizationService authorization) =>
            (await authorization.AuthorizeAsync(user, owner == "mine" ? user.Identity?.Name ?? "" : owner, new OwnerRequirement())).Succeeded ? Results.Ok() : Results.NotFound()).AllowAnonymous();
        app.MapGet("/result", async (HttpContext context) =>
            $"{context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket?.AuthenticationScheme} {(await context.AuthenticateAsync("A")).Succeeded}").RequireAuthorization();
        app.MapGet("/challenge-b", () => Results.Challenge(authenticationSchemes: ["B"])).AllowAnonymous();
    }

    private static async Task<string> AskAsync(WebApplication app, string path, (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var response = await app.GetTestClient().SendAsync(request, TestContext.Current.CancellationToken);
            var body = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : "";
            return $"{(int)response.StatusCode} {body}|{response.Headers.Location}| {response.Headers.WwwAuthenticate}";
        }
        catch (InvalidOperationException)
        {
            return nameof(InvalidOperationException);
        }
    }

    private sealed class HeaderOptions : AuthenticationSchemeOptions;

    /// <summary>Believes what the header says: "alice admin" is alice, who is an admin.</summary>
    private sealed class HeaderHandler(IOptionsMonitor<HeaderOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<HeaderOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var words = Request.Headers[$"X-{Scheme.Name}"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            if (words[0] == "fail")
            {
                return Task.FromResult(AuthenticateResult.Fail("no"));
            }

            var identity = new ClaimsIdentity([new(ClaimTypes.Name, words[0]), .. words.Skip(1).Select(role => new Claim(ClaimTypes.Role, role))], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name)));
        }

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.Headers.Append("WWW-Authenticate", $"Header-{Scheme.Name}");
            return base.HandleChallengeAsync(properties);
        }
    }

    private sealed class HidingResultHandler : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _inner = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (context.Request.Headers.ContainsKey("X-Let-Me"))
            {
                return next(context);
            }

            if (authorizeResult.Forbidden)
            {
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            }

            return _inner.HandleAsync(next, context, policy, authorizeResult);
        }
    }

    /// <summary>Gives another default policy for every other call, and so must not be cached.</summary>
    private sealed class LenientPolicyProvider(IOptions<AuthorizationOptions> options) : IAuthorizationPolicyProvider
    {
        private readonly DefaultAuthorizationPolicyProvider _inner = new(options);
        private int _calls;

        public bool AllowsCachingPolicies => false;

        public Task<AuthorizationPolicy> GetDefaultPolicyAsync() =>
            Task.FromResult(new AuthorizationPolicyBuilder(Interlocked.Increment(ref _calls) % 2 == 0 ? "A" : "B").RequireAuthenticatedUser().Build());

        public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => _inner.GetFallbackPolicyAsync();

        public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => _inner.GetPolicyAsync(policyName);
    }

    private sealed class MakesAliceAdmin : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            if (principal.Identity?.Name == "alice" && !principal.IsInRole("admin"))
            {
                principal.AddIdentity(new ClaimsIdentity([new(ClaimTypes.Role, "admin")]));
            }

            return Task.FromResult(principal);
        }
    }

    private sealed class OwnerRequirement : IAuthorizationRequirement;

    private sealed class OwnerHandler : AuthorizationHandler<OwnerRequirement, string>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnerRequirement requirement, string resource)
        {
            if (resource.Length > 0 && context.User.Identity?.Name == resource)
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>An application's own requirement attribute.</summary>
    private sealed class LetterAttribute(char letter) : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() =>
            [new Microsoft.AspNetCore.Authorization.Infrastructure.AssertionRequirement(context => context.User.Identity?.Name?.StartsWith(letter) ?? false)];
    }
}
