using Microsoft.AspNetCore.Mvc;
using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

/// <summary>The matrix of cross-site request forgery: who sends what with which credential.</summary>
public sealed class CrossSiteTests(CrossSiteTests.SharedApp shared) : IClassFixture<CrossSiteTests.SharedApp>
{
    private const string Partner = "https://partner.example";

    private static readonly (string, string) Cookie = ("Cookie", "session=1");

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Cors:Origins:0"] = Shop,
        ["Cors:AllowCredentials"] = "true",
        ["Cors:Policies:partner:Origins:0"] = Partner,
        ["Cors:Policies:public:Origins:0"] = "*",
        ["Cors:Policies:custom:Origins:0"] = Shop,
        ["Cors:Policies:custom:AllowCredentials"] = "true",
        ["Cors:Policies:custom:Headers:0"] = "X-Client",
        ["Cors:Policies:custom:Headers:1"] = "Accept-Language",
        ["Cors:Policies:custom:Headers:2"] = "Content-Type",
    };

    public static TheoryData<string, string?, string?, string?, string?> Matrix() => new()
    {
        // method, Sec-Fetch-Site, Origin, credential, code of the refusal
        // The API's own page.
        { "POST", "same-origin", "http://localhost", "cookie", null },
        { "POST", null, "http://localhost", "cookie", null },
        { "POST", "same-origin", null, "cookie", null },
        { "POST", "same-origin", "null", "cookie", null },
        { "POST", "same-origin", "https://public.name.of.the.proxy", "cookie", null },
        { "DELETE", "same-origin", "http://localhost", "cookie", null },

        // The user: an address typed in, a form sent again.
        { "POST", "none", null, "cookie", null },

        // No browser.
        { "POST", null, null, "cookie", null },
        { "POST", null, null, null, null },
        { "DELETE", null, null, "cookie", null },
        { "POST", null, null, "Bearer abc", null },

        // Another site's page.
        { "POST", "cross-site", Evil, "cookie", "origin_not_allowed" },
        { "POST", "cross-site", Evil, null, "origin_not_allowed" },
        { "POST", null, Evil, "cookie", "origin_not_allowed" },
        { "POST", null, "null", "cookie", "origin_not_allowed" },
        { "POST", "cross-site", null, "cookie", "cross_site_request" },
        { "POST", "same-site", null, "cookie", "cross_site_request" },
        { "POST", "same-site", "http://other.localhost", "cookie", "origin_not_allowed" },
        { "POST", "SAME-ORIGIN", null, "cookie", "cross_site_request" },
        { "POST", "same-origin, same-origin", null, "cookie", "cross_site_request" },
        { "POST", "none", Evil, "cookie", "origin_not_allowed" },
        { "PUT", "cross-site", Evil, "cookie", "origin_not_allowed" },
        { "PATCH", "cross-site", Evil, "cookie", "origin_not_allowed" },
        { "DELETE", "cross-site", null, "cookie", "cross_site_request" },
        { "POST", null, "https://localhost", "cookie", "origin_not_allowed" },
        { "POST", null, "http://localhost:8080", "cookie", "origin_not_allowed" },
        { "POST", null, "http://localhost.evil.com", "cookie", "origin_not_allowed" },
        { "POST", null, "http://localhost:80", "cookie", "origin_not_allowed" },
        { "POST", null, "http://localhos", "cookie", "origin_not_allowed" },

        // Credentials that browsers add by themselves are no better than cookies.
        { "POST", "cross-site", Evil, "Basic dXNlcjpwYXNz", "origin_not_allowed" },
        { "POST", "cross-site", Evil, "basic dXNlcjpwYXNz", "origin_not_allowed" },
        { "POST", "cross-site", Evil, "Negotiate YII", "origin_not_allowed" },
        { "POST", "cross-site", Evil, "NTLM TlRM", "origin_not_allowed" },
        { "POST", "cross-site", Evil, "Digest username=\"x\"", "origin_not_allowed" },

        { "POST", "cross-site", null, "Basic dXNlcjpwYXNz", "cross_site_request" },
        { "POST", "same-site", null, "Negotiate YII", "cross_site_request" },
        { "POST", "same-origin", null, "Basic dXNlcjpwYXNz", null },
        { "POST", null, null, "Basic dXNlcjpwYXNz", null },
        { "POST", "cross-site", null, "Bearer abc", null },

        // One that a page can't set without a pre-flight: no forgery, but no CORS headers either.
        { "POST", "cross-site", Evil, "Bearer abc", null },
        { "POST", "cross-site", Evil, "DPoP abc", null },
        { "POST", "cross-site", null, "cookie+Bearer abc", null },

        // Nothing is changed.
        { "GET", "cross-site", Evil, "cookie", null },
        { "HEAD", "cross-site", Evil, "cookie", null },
        { "GET", "cross-site", null, "cookie", null },

        // An origin that may use credentials.
        { "POST", "cross-site", Shop, "cookie", null },
        { "POST", null, Shop, "cookie", null },
        { "POST", "same-site", Shop, "cookie", null },
        { "DELETE", "cross-site", Shop, "cookie", "cors_method_not_allowed" },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task The_matrix(string method, string? fetchSite, string? origin, string? credential, string? code)
    {
        await AssertAsync(shared.App, method, "/state", fetchSite, origin, credential, code);
    }

    [Theory]
    [InlineData("/partner", Partner, "cookie", "cross_site_request")]
    [InlineData("/partner", Partner, "Basic dTpw", "cross_site_request")]
    [InlineData("/partner", Partner, null, null)]
    [InlineData("/partner", Partner, "Bearer abc", null)]
    [InlineData("/partner", Shop, "cookie", "origin_not_allowed")]
    [InlineData("/public", Evil, "cookie", "cross_site_request")]
    [InlineData("/public", "null", "cookie", "cross_site_request")]
    [InlineData("/public", Evil, null, null)]
    [InlineData("/closed", Shop, "cookie", "origin_not_allowed")]
    [InlineData("/callback", Evil, "cookie", null)]
    [InlineData("/callback", "null", "cookie", null)]
    [InlineData("/outside", Evil, "cookie", null)]
    public async Task The_endpoint_decides(string path, string origin, string? credential, string? code)
    {
        await AssertAsync(shared.App, "POST", path, "cross-site", origin, credential, code);
    }

    [Fact]
    public async Task The_same_site_can_be_trusted()
    {
        await using var app = await StartAsync(new(Settings) { ["Cors:CrossSite:AllowSameSite"] = "true" });

        await AssertAsync(app, "POST", "/state", "same-site", "http://other.localhost", "cookie", null);
        await AssertAsync(app, "POST", "/state", "same-site", null, "cookie", null);
        await AssertAsync(app, "POST", "/state", "cross-site", Evil, "cookie", "origin_not_allowed");
        await AssertAsync(app, "POST", "/state", "cross-site", null, "cookie", "cross_site_request");
        Assert.Contains("AllowSameSite", Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_of_a_middleware_can_be_exempt()
    {
        await using var app = await StartAsync(new(Settings) { ["Cors:CrossSite:ExemptPaths:0"] = "/signin-oidc" });

        await AssertAsync(app, "POST", "/signin-oidc", "cross-site", Evil, "cookie", "unauthenticated", status: 401);
        await AssertAsync(app, "POST", "/Signin-OIDC", "cross-site", "null", "cookie", "unauthenticated", status: 401);
        await AssertAsync(app, "POST", "/signin-oidc/", "cross-site", Evil, "cookie", "origin_not_allowed");
        await AssertAsync(app, "POST", "/signin-oidc/x", "cross-site", Evil, "cookie", "origin_not_allowed");
        Assert.Contains("/signin-oidc", Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_part_can_be_switched_off_with_a_reason()
    {
        await using var app = await StartAsync(new(Settings) { ["Cors:CrossSite:DisabledReason"] = "Tokens only." });

        await AssertAsync(app, "POST", "/state", "cross-site", Evil, "cookie", null);
        using var preflight = await app.PreflightAsync("/state", Evil);
        Assert.Equal("origin_not_allowed", await preflight.CodeAsync());
        Assert.Contains("Tokens only.", Summary(app), StringComparison.Ordinal);
    }

    public static TheoryData<string, string?, string?, string?, string?, string?> Bodies() => new()
    {
        // path, Sec-Fetch-Site, Origin, content type, further header, code
        { "/state", "cross-site", Shop, "application/json", null, null },
        { "/state", "cross-site", Shop, "application/json; charset=utf-8", null, null },
        { "/state", "cross-site", Shop, "text/plain", null, "cross_site_content_type" },
        { "/state", "cross-site", Shop, "TEXT/Plain;charset=UTF-8", null, "cross_site_content_type" },
        { "/state", "cross-site", Shop, " text/plain ; application/json", null, "cross_site_content_type" },
        { "/state", "cross-site", Shop, "application/x-www-form-urlencoded", null, "cross_site_content_type" },
        { "/state", "cross-site", Shop, "multipart/form-data; boundary=application/json", null, "cross_site_content_type" },
        { "/state", "cross-site", Shop, null, null, "cross_site_content_type" },
        { "/state", null, null, "text/plain", null, "cross_site_content_type" },
        { "/state", null, null, null, null, "cross_site_content_type" },
        { "/state", null, null, "application/json", null, null },
        { "/state", "same-origin", "http://localhost", "text/plain", null, null },
        { "/state", null, "http://localhost", "text/plain", null, null },
        { "/state", "none", null, "application/x-www-form-urlencoded", null, null },
        { "/state", "cross-site", Shop, "text/plain", "X-Requested-With", null },
        { "/state", "cross-site", Shop, "text/plain", "X-Evil", "cross_site_content_type" },
        { "/state", "cross-site", Shop, "text/plain", "Accept-Language", "cross_site_content_type" },
        { "/custom", "cross-site", Shop, "text/plain", "X-Client", null },
        { "/custom", "cross-site", Shop, "text/plain", null, "cross_site_content_type" },
        { "/form", "cross-site", Shop, "application/x-www-form-urlencoded", null, null },
        { "/form", "cross-site", Shop, "text/plain", null, "cross_site_content_type" },
        { "/controller/form", "cross-site", Shop, "application/x-www-form-urlencoded", null, null },
        { "/controller/form", "cross-site", Shop, "text/plain", null, "cross_site_content_type" },
        { "/controller/json", "cross-site", Shop, "text/plain", null, "cross_site_content_type" },
        { "/text", "cross-site", Shop, "text/plain", null, null },
        { "/text", "cross-site", Shop, "text/plain; charset=utf-8", null, null },
        { "/text", "cross-site", Evil, "text/plain", null, "origin_not_allowed" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_without_a_preflight_is_not_taken_for_something_else(
        string path, string? fetchSite, string? origin, string? type, string? header, string? code)
    {
        (string, string)[] headers = [Cookie, .. Pair("Sec-Fetch-Site", fetchSite), .. Pair("Origin", origin), .. Pair(header, header is null ? null : "x")];

        using var response = await shared.App.SendAsync("POST", path, "value=1", type, headers);

        Assert.Equal(code, await response.CodeAsync());
        Assert.Equal(code switch { null => 200, "cross_site_content_type" => 415, _ => 403 }, (int)response.StatusCode);
        if (origin == Shop)
        {
            Assert.Equal(Shop, response.Header("Access-Control-Allow-Origin")); // The page can read why.
        }
    }

    [Fact]
    public async Task A_request_without_a_body_needs_no_content_type()
    {
        await using var app = await StartAsync(Settings);

        await AssertAsync(app, "POST", "/state", "cross-site", Shop, "cookie", null);
        await AssertAsync(app, "POST", "/state", null, null, "cookie", null);
    }

    [Fact]
    public async Task A_token_from_a_foreign_page_gets_its_answer_without_permission_to_read_it()
    {
        await using var app = await StartAsync(Settings);

        using var response = await app.SendAsync("POST", "/state", ("Origin", Evil), ("Authorization", "Bearer abc"));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("", response.CorsHeaders());
    }

    [Fact]
    public async Task A_refusal_is_one_event()
    {
        await using var app = await StartAsync(Settings);

        await AssertAsync(app, "POST", "/state", "cross-site", Evil, "cookie", "origin_not_allowed");

        var securityEvent = await app.Events.NextAsync();
        Assert.Equal(
            (SecurityEventNames.CrossOriginRefused, "origin_not_allowed", SecurityEventOutcome.Refused, SecurityEventSeverity.Medium, "/state"),
            (securityEvent.Name, securityEvent.Reason, securityEvent.Outcome, securityEvent.Severity, securityEvent.Endpoint));
        Assert.Empty(app.Events.Pending);
    }

    private static async Task AssertAsync(
        TestApp app, string method, string path, string? fetchSite, string? origin, string? credential, string? code, int? status = null)
    {
        (string, string)[] headers =
        [
            .. Pair("Sec-Fetch-Site", fetchSite),
            .. Pair("Origin", origin),
            .. credential switch
            {
                null => [],
                "cookie" => [Cookie],
                "cookie+Bearer abc" => [Cookie, ("Authorization", "Bearer abc")],
                _ => ((string, string)[])[("Authorization", credential)],
            },
        ];
        using var response = await app.SendAsync(method, path, headers);

        Assert.Equal(code, method == "HEAD" ? null : await response.CodeAsync());
        Assert.Equal(status ?? (code is null ? 200 : 403), (int)response.StatusCode);
    }

    private static (string, string)[] Pair(string? name, string? value) => name is null || value is null ? [] : [(name, value)];

    private static string Summary(TestApp app) => app.Logs.GetSnapshot().Single(log => log.Id.Name == "StartupSummary").Message;

    private static Task<TestApp> StartAsync(Dictionary<string, string?> settings) => TestApp.StartAsync(
        app =>
        {
            var open = app.MapGroup("").AsPublicEndpoint("a test");
            open.Map("/state", () => "done");
            open.Map("/partner", () => "done").RequireCors("partner");
            open.Map("/public", () => "done").RequireCors("public");
            open.Map("/closed", () => "done").WithMetadata(new Microsoft.AspNetCore.Cors.DisableCorsAttribute());
            open.Map("/callback", () => "done").AllowCrossSite("The bank signs what it posts.");
            open.Map("/outside", () => "done").DisableApiSecurity("Another gate stands before it.");
            open.MapPost("/form", ([FromForm] int value) => value).DisableAntiforgery();
            open.MapPost("/text", () => "done").Accepts<string>("text/plain");
            open.MapPost("/custom", () => "done").RequireCors("custom");
            app.MapControllers().AsPublicEndpoint("a test");
        },
        settings,
        builder => builder.Services.AddControllers().OnlyControllers(typeof(CorsController)));

    /// <summary>One application for all rows of the tables.</summary>
    public sealed class SharedApp : IAsyncLifetime
    {
        public TestApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await StartAsync(Settings);

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
