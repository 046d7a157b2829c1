using Microsoft.AspNetCore.Cors.Infrastructure;
using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

/// <summary>The framework's ways of naming policies, with policies from the configuration and from AddCors, on endpoints and controllers.</summary>
public sealed class AppPolicyTests
{
    private const string Partner = "https://partner.example";
    private const string Inline = "https://inline.example";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Cors:Origins:0"] = Shop,
        ["Cors:Methods:0"] = "GET",
        ["Cors:Methods:1"] = "DELETE",
        ["Cors:Policies:partner:Origins:0"] = Partner,
        ["Cors:Policies:partner:Methods:0"] = "PUT",
    };

    [Theory]
    [InlineData("/minimal/plain", "DELETE", Shop, true)]
    [InlineData("/minimal/plain", "DELETE", Partner, false)]
    [InlineData("/minimal/named", "PUT", Partner, true)]
    [InlineData("/minimal/named", "PUT", Shop, false)]
    [InlineData("/minimal/closed", "PUT", Shop, false)]
    [InlineData("/minimal/inline", "PUT", Inline, true)]
    [InlineData("/minimal/inline", "PUT", Shop, false)]
    [InlineData("/minimal/code", "PUT", Inline, true)]
    [InlineData("/minimal/code", "PUT", Shop, false)]
    [InlineData("/controller/plain", "DELETE", Shop, true)]
    [InlineData("/controller/plain", "DELETE", Partner, false)]
    [InlineData("/controller/named", "PUT", Partner, true)]
    [InlineData("/controller/named", "PUT", Shop, false)]
    [InlineData("/controller/closed", "PUT", Shop, false)]
    [InlineData("/nowhere", "DELETE", Shop, true)]
    [InlineData("/nowhere", "DELETE", Evil, false)]
    public async Task The_endpoint_names_the_policy(string path, string method, string origin, bool allowed)
    {
        await using var app = await StartAsync(Settings);

        using var preflight = await app.PreflightAsync(path, origin, method);
        using var get = await app.SendAsync("GET", path, ("Origin", origin));

        Assert.Equal((allowed ? 204 : 403, allowed ? origin : null), ((int)preflight.StatusCode, preflight.Header("Access-Control-Allow-Origin")));
        Assert.Equal(allowed ? origin : null, get.Header("Access-Control-Allow-Origin"));
        Assert.Equal(path == "/nowhere" ? 401 : 200, (int)get.StatusCode);
    }

    [Fact]
    public async Task The_default_policy_of_AddCors_counts_where_the_configuration_has_none()
    {
        await using var app = await StartAsync([], options => options.AddDefaultPolicy(policy => policy.WithOrigins(Inline)));

        using var preflight = await app.PreflightAsync("/minimal/plain", Inline, "POST");
        using var simple = await app.SendAsync("POST", "/any", ("Origin", Inline));

        Assert.Equal((204, Inline), ((int)preflight.StatusCode, preflight.Header("Access-Control-Allow-Origin")));
        Assert.Equal((200, Inline), ((int)simple.StatusCode, simple.Header("Access-Control-Allow-Origin")));
        Assert.Contains("default policy of AddCors", Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_AddCors_that_reflects_goes_on_working_and_is_told()
    {
        await using var app = await StartAsync([], options => options.AddDefaultPolicy(policy => policy.WithOrigins(Inline).AllowAnyHeader().AllowAnyMethod()));

        using var preflight = await app.PreflightAsync("/minimal/plain", Inline, "PATCH", "x-any");

        Assert.Equal("PATCH x-any", $"{preflight.Header("Access-Control-Allow-Methods")} {preflight.Header("Access-Control-Allow-Headers")}");
        Assert.Contains("reflects whatever method or header is asked for", Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_of_the_applications_own_is_asked_for_other_names()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/own", () => "own").AllowAnonymous().RequireCors("tenant");
                app.MapGet("/named", () => "named").AllowAnonymous().RequireCors("partner");
            },
            Settings,
            builder => builder.Services.AddScoped<ICorsPolicyProvider, TenantPolicyProvider>());

        using var own = await app.SendAsync("GET", "/own", ("Origin", Inline));
        using var foreign = await app.SendAsync("GET", "/own", ("Origin", Shop));
        using var named = await app.SendAsync("GET", "/named", ("Origin", Partner));
        using var quiet = await app.SendAsync("GET", "/own");

        Assert.Equal(Inline, own.Header("Access-Control-Allow-Origin"));
        Assert.Null(foreign.Header("Access-Control-Allow-Origin"));
        Assert.Equal(Partner, named.Header("Access-Control-Allow-Origin"));
        Assert.Equal("Origin", quiet.Header("Vary"));
    }

    [Fact]
    public async Task Others_that_ask_the_framework_for_a_policy_find_the_configurations()
    {
        await using var app = await StartAsync(Settings);
        using var scope = app.App.Services.CreateScope();
        var provider = scope.ServiceProvider.GetRequiredService<ICorsPolicyProvider>();

        var policy = await provider.GetPolicyAsync(new DefaultHttpContext(), "partner");

        Assert.Equal((Partner, "PUT"), (Assert.Single(policy!.Origins), Assert.Single(policy.Methods)));
        Assert.NotNull(await provider.GetPolicyAsync(new DefaultHttpContext(), "code"));
        Assert.Null(await provider.GetPolicyAsync(new DefaultHttpContext(), "nobody"));
    }

    [Fact]
    public async Task Middleware_that_comes_later_can_not_open_what_is_closed()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.UseCors(policy => policy.SetIsOriginAllowed(_ => true).AllowCredentials().AllowAnyMethod().AllowAnyHeader());
                app.MapGet("/", () => "hello").AllowAnonymous();
                app.MapGet("/by-hand", (HttpResponse response) =>
                {
                    response.Headers.AccessControlAllowOrigin = "*";
                    response.Headers["Access-Control-Allow-Private-Network"] = "true";
                }).AllowAnonymous();
                app.MapGet("/outside", () => "hello").AllowAnonymous().DisableApiSecurity("Public.");
            },
            new() { ["Cors:Origins:0"] = Shop });

        using var foreign = await app.SendAsync("GET", "/", ("Origin", Evil), ("Cookie", "session=1"));
        var securityEvent = await app.Events.NextAsync();
        using var byHand = await app.SendAsync("GET", "/by-hand", ("Origin", Evil));
        using var shop = await app.SendAsync("GET", "/", ("Origin", Shop));
        using var outside = await app.SendAsync("GET", "/outside", ("Origin", Evil));

        Assert.Equal((200, ""), ((int)foreign.StatusCode, foreign.CorsHeaders()));
        Assert.Equal((SecurityEventOutcome.Observed, "origin_not_allowed"), (securityEvent.Outcome, securityEvent.Reason));
        Assert.Equal("", byHand.CorsHeaders());
        Assert.Equal($"Access-Control-Allow-Origin: {Shop}", shop.CorsHeaders());
        Assert.Equal("Origin", shop.Header("Vary"));
        Assert.Equal($"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Evil}", outside.CorsHeaders());
    }

    /// <summary>An application that keeps its own CORS puts it between routing and the library: a pre-flight carries no credential.</summary>
    [Fact]
    public async Task The_applications_own_middleware_can_decide_instead()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", () => "hello").AllowAnonymous(),
            new() { ["Cors:DisabledReason"] = "app.UseCors decides." },
            use: app =>
            {
                app.UseRouting();
                app.UseCors(policy => policy.WithOrigins(Inline));
                app.UseApiSecurity();
            });

        using var preflight = await app.PreflightAsync("/", Inline, "GET");
        using var foreign = await app.SendAsync("POST", "/", ("Origin", Evil), ("Cookie", "session=1"));

        Assert.Equal((204, Inline), ((int)preflight.StatusCode, preflight.Header("Access-Control-Allow-Origin")));
        Assert.NotEqual(403, (int)foreign.StatusCode);
        Assert.Contains("off     cors", Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_and_refusals_of_later_steps_can_be_read_by_an_allowed_page()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/secret", () => "secret");
                app.MapGet("/broken", string () => throw new InvalidOperationException("No.")).AllowAnonymous();
            },
            new() { ["Cors:Origins:0"] = Shop, ["Cors:ExposedHeaders:0"] = "Retry-After" });

        using var secret = await app.SendAsync("GET", "/secret", ("Origin", Shop));
        using var broken = await app.SendAsync("GET", "/broken", ("Origin", Shop));

        Assert.Equal((401, Shop, "Retry-After"), ((int)secret.StatusCode, secret.Header("Access-Control-Allow-Origin"), secret.Header("Access-Control-Expose-Headers")));
        Assert.Equal((500, Shop), ((int)broken.StatusCode, broken.Header("Access-Control-Allow-Origin")));
    }

    private static string Summary(TestApp app) => app.Logs.GetSnapshot().Single(log => log.Id.Name == "StartupSummary").Message;

    private static Task<TestApp> StartAsync(Dictionary<string, string?> settings, Action<CorsOptions>? cors = null) => TestApp.StartAsync(
        app =>
        {
            var minimal = app.MapGroup("/minimal").AsPublicEndpoint("a test");
            app.Map("/any", () => "any").AllowAnonymous();
            minimal.MapMethods("/plain", ["GET", "DELETE"], () => "plain");
            minimal.MapMethods("/closed", ["GET", "PUT"], () => "closed").WithMetadata(new Microsoft.AspNetCore.Cors.DisableCorsAttribute());
            minimal.MapMethods("/inline", ["GET", "PUT"], () => "inline").RequireCors(policy => policy.WithOrigins(Inline).WithMethods("PUT"));
            minimal.MapMethods("/code", ["GET", "PUT"], () => "code").RequireCors("code");
            if (settings.Count > 0)
            {
                minimal.MapMethods("/named", ["GET", "PUT"], () => "named").RequireCors("partner");
                app.MapControllers().AsPublicEndpoint("a test");
            }
        },
        settings,
        builder =>
        {
            builder.Services.AddControllers().OnlyControllers(typeof(CorsController));
            builder.Services.AddCors(options =>
            {
                options.AddPolicy("code", policy => policy.WithOrigins(Inline).WithMethods("PUT"));
                cors?.Invoke(options);
            });
        });

    private sealed class TenantPolicyProvider : ICorsPolicyProvider
    {
        public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
        {
            await Task.Yield();
            return policyName == "tenant" ? new CorsPolicyBuilder(Inline).Build() : null;
        }
    }
}
