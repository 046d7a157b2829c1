using System.Net.Http.Headers;
using System.Security.Claims;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Tests.Authentication;

/// <summary>
/// A known token is answered as an unknown one is, and as the framework's own two middlewares answer: each of a matrix of set-ups, endpoints and callers is
/// asked several times in a row, with the memory, without it, and in a bare application.
/// </summary>
public sealed class KnownTokenParityTests
{
    private const int Repeats = 3;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Action<IServiceCollection>> Setups = new()
    {
        ["plain"] = _ => { },
        ["claims transformation"] = services => services.AddTransient<IClaimsTransformation, CountsVisits>(),
        ["own fallback"] = services => services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole("admin").Build()),
        ["default policy with scheme"] = services => services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder("Bearer").RequireClaim("tenant").Build()),
        ["result handler"] = services => services.AddSingleton<IAuthorizationMiddlewareResultHandler, Hiding>(),
        ["handler for everything"] = services => services.AddSingleton<IAuthorizationHandler, RefusesOnTuesdays>(),
        ["handler that hides behind its base"] = services => services.AddSingleton<IAuthorizationHandler, Sneaky>(),
        ["handler of a framework requirement"] = services => services.AddSingleton<IAuthorizationHandler, LetsBobBeAdmin>(),
        ["events"] = services => services.Configure<JwtBearerOptions>("Bearer", options => options.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (context.Request.Query.ContainsKey("refuse"))
                {
                    context.Fail("no");
                }

                return Task.CompletedTask;
            },
        }),
        ["cookie by default"] = services => services.AddAuthentication("Cookies").AddCookie("Cookies"),
    };

    private static readonly (string Name, string? Token)[] Callers =
    [
        ("nobody", null),
        ("alice", Mint("alice")),
        ("bob, admin of north", Mint("bob", payload => (payload["roles"], payload["tenant"]) = ("admin", "north"))),
        ("carol with two roles", Mint("carol", payload => payload["roles"] = new[] { "admin", "clerk" })),
        ("expired", Mint("alice", payload => payload["exp"] = Now.ToUnixTimeSeconds() - 60)),
        ("forged", Mint("alice")[..^4] + "AAAA"),
    ];

    private static readonly string[] Paths =
    [
        "/anonymous", "/authorize", "/admin", "/clerk", "/scheme", "/tenant", "/named", "/assertion", "/changing", "/changed", "/result", "/twice", "/properties",
        "/swapped", "/signed", "/authorize?refuse", "/authorize?tuesday",
    ];

    public static TheoryData<string> SetupNames() => [.. Setups.Keys];

    [Theory]
    [MemberData(nameof(SetupNames))]
    public async Task A_known_token_is_answered_as_the_framework_answers(string setup)
    {
        await using var bare = await StartAsync(Setups[setup], secured: false);
        await using var forgetful = await StartAsync(Setups[setup], secured: true, ("CredentialCache:DisabledReason", "compares"));
        await using var remembering = await StartAsync(Setups[setup], secured: true);

        // Where a policy names its scheme the framework makes a ticket of its own, without the token in it.
        foreach (var path in Paths.Where(path => path != "/properties" || setup != "default policy with scheme"))
        {
            foreach (var (name, token) in Callers)
            {
                for (var time = 1; time <= Repeats; time++)
                {
                    var expected = await AskAsync(bare, path, token);
                    var forgotten = await AskAsync(forgetful, path, token);
                    var remembered = await AskAsync(remembering, path, token);
                    Assert.True(expected == forgotten, $"{setup}: {path} for {name}, time {time}, without memory: '{expected}' became '{forgotten}'");
                    Assert.True(expected == remembered, $"{setup}: {path} for {name}, time {time}, with memory: '{expected}' became '{remembered}'");
                }
            }
        }
    }

    [Theory]
    [InlineData("plain", true)]
    [InlineData("own fallback", true)]
    [InlineData("default policy with scheme", true)]
    [InlineData("claims transformation", false)]
    [InlineData("events", false)]
    public async Task The_short_way_is_taken_where_nothing_of_the_applications_own_lies_on_the_long_one(string setup, bool isTaken)
    {
        await using var app = await StartAsync(Setups[setup], secured: true);
        var token = Callers[2].Token;
        // The first time the token gets known, the second time that it may.
        await AskAsync(app, "/short", token);
        await AskAsync(app, "/short", token);

        Assert.Equal($"200 {isTaken}||", await AskAsync(app, "/short", token));
    }

    private static string Mint(string subject, Action<Dictionary<string, object?>>? change = null) => new TestTokens(new FakeTimeProvider(Now)).Mint(subject, change);

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> setup, bool secured, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"ApiSecurity:{setting.Key}", (string?)setting.Value)));
        builder.Configuration["ApiSecurity:RateLimiting:DisabledReason"] = "the matrix asks often";
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        if (secured)
        {
            builder.Services.AddApiSecurity().AddJwt();
        }
        else
        {
            builder.Services.AddAuthentication().AddJwtBearer();
            builder.Services.Configure<JwtBearerOptions>("Bearer", options =>
            {
                options.MapInboundClaims = false;
                options.IncludeErrorDetails = false;
                options.TokenValidationParameters.NameClaimType = "sub";
                options.TokenValidationParameters.RoleClaimType = "roles";
                options.TokenValidationParameters.ValidTypes = ["at+jwt"];
                options.TokenValidationParameters.LifetimeValidator = (_, expires, _, _) => expires > Now.UtcDateTime;
            });
        }

        TestTokens.Trust(builder.Services);
        builder.Services.AddAuthorization();
        setup(builder.Services);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("named", policy => policy.RequireUserName("bob"))
            .AddPolicy("query", policy => policy.RequireAssertion(context => context.Resource is HttpContext { Request.QueryString.HasValue: false }));
        var app = builder.Build();
        if (secured)
        {
            app.UseApiSecurity();
        }
        else
        {
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
        }

        Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/anonymous", Who).AllowAnonymous();
        app.MapGet("/authorize", Who).RequireAuthorization();
        app.MapGet("/admin", Who).RequireAuthorization(policy => policy.RequireRole("admin"));
        app.MapGet("/clerk", Who).RequireAuthorization(new AuthorizeAttribute { Roles = "clerk,boss" }).RequireAuthorization(policy => policy.RequireClaim("client_id", "shop-web"));
        app.MapGet("/scheme", Who).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Bearer" });
        app.MapGet("/tenant", Who).RequireAuthorization(policy => policy.RequireClaim("tenant", "north", "south"));
        app.MapGet("/named", Who).RequireAuthorization("named");
        app.MapGet("/assertion", Who).RequireAuthorization("query");
        app.MapGet("/changing", (HttpContext context) =>
        {
            // What one request does to its user must not reach the next one.
            context.User.AddIdentity(new ClaimsIdentity([new Claim("roles", "admin")], "mine", "sub", "roles"));
            (context.User.Identity as ClaimsIdentity)?.AddClaim(new Claim("roles", "admin"));
            return Who(context.User);
        }).RequireAuthorization();
        app.MapGet("/changed", (ClaimsPrincipal user) => $"{Who(user)} {user.IsInRole("admin")} {user.Claims.Count()}").RequireAuthorization();
        app.MapGet("/result", async (HttpContext context) =>
            $"{context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket?.AuthenticationScheme} {(await context.AuthenticateAsync("Bearer")).Succeeded} {await context.GetTokenAsync("Bearer", "access_token") is not null}").RequireAuthorization();
        app.MapGet("/twice", (HttpContext context) => ReferenceEquals(context.User, context.User)
            && ReferenceEquals(context.User, context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Principal)).RequireAuthorization();
        app.MapGet("/properties", (HttpContext context) =>
        {
            var items = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.Items;
            items?.Add("seen", "yes");
            return items?.Count;
        }).RequireAuthorization();
        app.MapGet("/swapped", (HttpContext context) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "eve")], "mine", "sub", "roles"));
            return $"{Who(context.User)} {context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is null}";
        }).RequireAuthorization();
        app.MapGet("/signed", async (HttpContext context, IAuthorizationService service) => (await service.AuthorizeAsync(context.User, "named")).Succeeded).RequireAuthorization();
        app.MapGet("/short", (HttpContext context) => RequestIdentity.KnownOf(context) is not null).RequireAuthorization(policy => policy.RequireRole("admin").RequireClaim("tenant"));
    }

    private static string Who(ClaimsPrincipal user) => string.Join('+', user.Identities.Where(identity => identity.IsAuthenticated).Select(identity =>
        $"{identity.AuthenticationType}:{identity.Name}:{string.Join(',', identity.FindAll(identity.RoleClaimType).Select(claim => claim.Value))}"));

    private static async Task<string> AskAsync(WebApplication app, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await app.GetTestClient().SendAsync(request, TestContext.Current.CancellationToken);
        var body = response.IsSuccessStatusCode ? (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("true", "True", StringComparison.Ordinal) : "";
        return $"{(int)response.StatusCode} {body.Replace("false", "False", StringComparison.Ordinal)}|{response.Headers.Location?.ToString().Split('?')[0]}|{response.Headers.WwwAuthenticate.FirstOrDefault(challenge => !IsAdded(response, challenge.Scheme))?.Scheme}";

        // A 401 of a cookie has none, which no 401 may (RFC 9110 section 15.5.2).
        static bool IsAdded(HttpResponseMessage response, string scheme) => response.Headers.Location is not null && scheme == "Bearer";
    }

    private sealed class CountsVisits : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            principal.AddIdentity(new ClaimsIdentity([new Claim("sub", "transformed")], "transformation", "sub", "roles"));
            return Task.FromResult(principal);
        }
    }

    private sealed class Hiding : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            context.Response.StatusCode = authorizeResult.Succeeded ? 200 : 404;
            return authorizeResult.Succeeded && !context.Request.Query.ContainsKey("refuse") ? next(context) : Task.CompletedTask;
        }
    }

    private sealed class RefusesOnTuesdays : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            if (context.Resource is HttpContext request && request.Request.Query.ContainsKey("tuesday"))
            {
                context.Fail();
            }

            return Task.CompletedTask;
        }
    }

    private sealed class NoSuchRequirement : IAuthorizationRequirement;

    private class Silent : AuthorizationHandler<NoSuchRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NoSuchRequirement requirement) => Task.CompletedTask;
    }

    private sealed class Sneaky : Silent, IAuthorizationHandler
    {
        Task IAuthorizationHandler.HandleAsync(AuthorizationHandlerContext context) => new RefusesOnTuesdays().HandleAsync(context);
    }

    private sealed class LetsBobBeAdmin : AuthorizationHandler<RolesAuthorizationRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RolesAuthorizationRequirement requirement)
        {
            if (context.Resource is HttpContext request && request.Request.Query.ContainsKey("refuse"))
            {
                context.Fail();
            }

            return Task.CompletedTask;
        }
    }
}
