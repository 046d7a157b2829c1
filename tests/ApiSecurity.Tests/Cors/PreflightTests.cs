using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

public sealed class PreflightTests
{
    [Fact]
    public async Task Nobody_is_allowed_by_default()
    {
        await using var app = await StartAsync([]);

        using var response = await app.PreflightAsync("/orders", Shop);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("", response.CorsHeaders());
        Assert.Equal("origin_not_allowed", await response.CodeAsync());
        var securityEvent = await app.Events.NextAsync();
        Assert.Equal(
            (SecurityEventNames.CrossOriginRefused, "origin_not_allowed", SecurityEventOutcome.Refused, "cors", "OPTIONS", 403),
            (securityEvent.Name, securityEvent.Reason, securityEvent.Outcome, securityEvent.Feature, securityEvent.Method, securityEvent.StatusCode));
    }

    [Fact]
    public async Task An_allowed_one_is_answered_before_authentication_with_what_is_listed()
    {
        await using var app = await StartAsync(new()
        {
            ["Cors:Origins:0"] = Shop,
            ["Cors:Methods:0"] = "GET",
            ["Cors:Methods:1"] = "DELETE",
            ["Cors:Headers:0"] = "Authorization",
            ["Cors:Headers:1"] = "X-Client",
            ["Cors:ExposedHeaders:0"] = "ETag",
            ["Cors:AllowCredentials"] = "true",
            ["Cors:PreflightMaxAge"] = "00:01:00",
        });

        using var response = await app.PreflightAsync("/secret", Shop, "DELETE", "x-client");

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(
            """
            Access-Control-Allow-Credentials: true
            Access-Control-Allow-Headers: Authorization,X-Client
            Access-Control-Allow-Methods: GET,DELETE
            Access-Control-Allow-Origin: https://shop.example
            Access-Control-Max-Age: 60
            """,
            response.CorsHeaders());
        Assert.Equal("Origin", response.Header("Vary"));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Empty(app.Events.Pending);
    }

    [Theory]
    [InlineData("PUT", null, "cors_method_not_allowed")]
    [InlineData("PATCH", null, "cors_method_not_allowed")]
    [InlineData("post", null, "cors_method_not_allowed")]
    [InlineData("EVIL", null, "cors_method_not_allowed")]
    [InlineData("POST, DELETE", null, "cors_method_not_allowed")]
    [InlineData("*", null, "cors_method_not_allowed")]
    [InlineData("POST", "x-evil", "cors_header_not_allowed")]
    [InlineData("POST", "content-type,x-evil", "cors_header_not_allowed")]
    [InlineData("POST", "content-type, authorization, cookie", "cors_header_not_allowed")]
    [InlineData("POST", "*", "cors_header_not_allowed")]
    [InlineData("POST", "content-type;x", "cors_header_not_allowed")]
    [InlineData("POST", "authorization\u00e9", "cors_header_not_allowed")]
    public async Task What_is_not_listed_is_refused_and_never_reflected(string method, string? headers, string code)
    {
        await using var app = await StartAsync(new() { ["Cors:Origins:0"] = Shop });

        using var response = await app.PreflightAsync("/orders", Shop, method, headers);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("", response.CorsHeaders());
        Assert.Equal(code, await response.CodeAsync());
        Assert.DoesNotContain("evil", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(code, (await app.Events.NextAsync()).Reason);
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("HEAD", null)]
    [InlineData("POST", "content-type")]
    [InlineData("POST", "Content-Type, AUTHORIZATION")]
    [InlineData("POST", ",content-type,,")]
    public async Task Without_lists_the_usual_methods_and_headers_are_allowed(string method, string? headers)
    {
        await using var app = await StartAsync(new() { ["Cors:Origins:0"] = Shop });

        using var response = await app.PreflightAsync("/orders", Shop, method, headers);

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(
            """
            Access-Control-Allow-Headers: Authorization,Content-Type
            Access-Control-Allow-Methods: GET,HEAD,POST
            Access-Control-Allow-Origin: https://shop.example
            Access-Control-Max-Age: 600
            """,
            response.CorsHeaders());
    }

    [Fact]
    public async Task The_longest_lists_of_headers_are_refused()
    {
        await using var app = await StartAsync(new() { ["Cors:Origins:0"] = Shop });

        using var many = await app.PreflightAsync("/orders", Shop, headers: string.Join(',', Enumerable.Repeat("content-type", 65)));
        using var wide = await app.PreflightAsync("/orders", Shop, headers: "content-type," + new string(',', 5000));
        using var spread = await app.SendAsync(
            "OPTIONS",
            "/orders",
            [("Origin", Shop), ("Access-Control-Request-Method", "POST"), .. Enumerable.Repeat(("Access-Control-Request-Headers", "content-type"), 65)]);

        Assert.Equal("cors_header_not_allowed", await many.CodeAsync());
        Assert.Equal("cors_header_not_allowed", await wide.CodeAsync());
        Assert.Equal("cors_header_not_allowed", await spread.CodeAsync());
    }

    [Theory]
    [InlineData("false", 403)]
    [InlineData("true", 204)]
    public async Task A_private_network_is_closed_unless_opened(string allowed, int status)
    {
        await using var app = await StartAsync(new() { ["Cors:Origins:0"] = Shop, ["Cors:AllowPrivateNetwork"] = allowed });

        using var response = await app.PreflightAsync("/orders", Shop, "GET", null, ("Access-Control-Request-Private-Network", "true"));
        using var usual = await app.PreflightAsync("/orders", Shop, "GET");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 204 ? "true" : null, response.Header("Access-Control-Allow-Private-Network"));
        Assert.Equal(status == 204 ? null : "private_network_access", await response.CodeAsync());
        Assert.Equal(204, (int)usual.StatusCode);
        Assert.Null(usual.Header("Access-Control-Allow-Private-Network"));
    }

    [Fact]
    public async Task Every_origin_without_credentials_gets_a_star()
    {
        await using var app = await StartAsync(new() { ["Cors:Origins:0"] = "*" });

        using var response = await app.PreflightAsync("/orders", Evil);
        using var sandbox = await app.PreflightAsync("/orders", "null");
        using var get = await app.SendAsync("GET", "/open", ("Origin", Evil));

        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
        Assert.Equal("*", sandbox.Header("Access-Control-Allow-Origin"));
        Assert.Equal("*", get.Header("Access-Control-Allow-Origin"));
        Assert.Null(get.Header("Vary"));
        Assert.Null(get.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task An_options_request_that_asks_for_no_method_is_a_request_like_any_other()
    {
        await using var app = await StartAsync(new() { ["Cors:Origins:0"] = Shop });

        using var foreign = await app.SendAsync("OPTIONS", "/any", ("Origin", Evil));
        using var shop = await app.SendAsync("OPTIONS", "/any", ("Origin", Shop));
        using var own = await app.PreflightAsync("/any", "http://localhost");

        Assert.Equal(("OPTIONS", null), (await Text(foreign), foreign.Header("Access-Control-Allow-Origin")));
        Assert.Equal(("OPTIONS", Shop), (await Text(shop), shop.Header("Access-Control-Allow-Origin")));
        Assert.Equal(("OPTIONS", null), (await Text(own), own.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Two_origins_are_refused()
    {
        await using var app = await StartAsync(new() { ["Cors:Origins:0"] = Shop });

        using var get = await app.SendAsync("GET", "/open", ("Origin", Shop), ("Origin", Shop));
        using var preflight = await app.SendAsync("OPTIONS", "/open", ("Origin", Shop), ("Origin", Evil), ("Access-Control-Request-Method", "GET"));

        Assert.Equal("origin_not_allowed", await get.CodeAsync());
        Assert.Equal("origin_not_allowed", await preflight.CodeAsync());
        Assert.Equal(SecurityEventSeverity.High, (await app.Events.NextAsync()).Severity);
    }

    private static async Task<string> Text(HttpResponseMessage response) =>
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task<TestApp> StartAsync(Dictionary<string, string?> settings) => TestApp.StartAsync(
        app =>
        {
            app.MapPost("/orders", () => "created").AsPublicEndpoint("a test");
            app.MapGet("/open", () => "open").AllowAnonymous();
            app.MapDelete("/secret", () => "secret");
            app.Map("/any", (HttpContext context) => context.Request.Method).AllowAnonymous();
        },
        settings);
}
