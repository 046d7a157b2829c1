namespace ApiSecurity.Tests.Cors;

/// <summary>
/// Origins one step away from an allowed one. Each goes over HTTP, as the answer to a pre-flight and to a plain request, against a policy with
/// an exact origin, a wildcard, and both with ports.
/// </summary>
public sealed class OriginTableTests
{
    private static readonly string[] Configured =
        ["https://shop.example", "https://*.example.com", "https://admin.shop.example:8443", "https://*.dev.example.com:9443", "https://xn--bcher-kva.example"];

    public static TheoryData<string> Allowed() =>
    [
        "https://shop.example",
        "https://admin.shop.example:8443",
        "https://xn--bcher-kva.example",
        "https://a.example.com",
        "https://a.b.example.com",
        "https://a-b.example.com",
        "https://a_b.example.com",
        "https://xn--bcher-kva.example.com",
        "https://www.dev.example.com:9443",
        "https://dev.example.com",
        $"https://{new string('a', 63)}.example.com",
    ];

    private static readonly string[] Refused =
    [
        // Suffix: something comes after.
        "https://shop.example.evil.com", "https://shop.example.org", "https://shop.examplee", "https://shop.example-evil.com",
        "https://a.example.com.evil.com", "https://a.example.comevil.com", "https://a.example.com.", "https://shop.example.",
        "https://shop.example..",
        // Prefix: something comes before, not at a label's boundary, or where nothing may come.
        "https://evilshop.example", "https://evil-shop.example", "https://www.shop.example", "https://.shop.example",
        "https://evilexample.com", "https://evil-example.com", "https://example.com", "https://.example.com", "https://..example.com",
        "https://a..example.com", "https://*.example.com", "https://*", "*", "https://-", "https://",
        // Another domain in front, with characters that confuse parsers.
        "https://evil.com#.example.com", "https://evil.com?.example.com", "https://evil.com/.example.com", "https://evil.com\\.example.com",
        "https://evil.com:443.example.com", "https://evil.com%2f.example.com", "https://evil.com%00.example.com", "https://evil.com;.example.com",
        "https://evil.com,.example.com", "https://evil.com&.example.com", "https://evil.com .example.com", "https://evil.com\t.example.com",
        "https://evil.com!.example.com", "https://evil.com'.example.com", "https://evil.com\".example.com", "https://evil.com(.example.com",
        "https://evil.com`.example.com", "https://evil.com{.example.com", "https://evil.com|.example.com", "https://evil.com^.example.com",
        "https://evil.com~.example.com", "https://evil.com$.example.com", "https://evil.com+.example.com", "https://evil.com=.example.com",
        // Port.
        "https://shop.example:8443", "https://shop.example:443", "https://shop.example:0", "https://shop.example:", "https://shop.example:65536",
        "https://shop.example:080", "https://shop.example:443:443", "https://shop.example:-1", "https://admin.shop.example",
        "https://admin.shop.example:443", "https://admin.shop.example:84430", "https://admin.shop.example:844", "https://a.example.com:443",
        "https://a.example.com:8443", "https://a.dev.example.com:9444", "https://a.dev.example.com:9443:9443", "https://dev.example.com:9443",
        // Scheme.
        "http://shop.example", "http://a.example.com", "ftp://shop.example", "wss://shop.example", "//shop.example", "shop.example", "a.example.com",
        "https:/shop.example", "https:shop.example", "https:///shop.example", "https//shop.example", "httpss://shop.example", "xhttps://shop.example",
        "javascript://shop.example", "file://shop.example", "view-source:https://shop.example", "blob:https://shop.example",
        // User name, path, query, fragment.
        "https://user@shop.example", "https://user:password@shop.example", "https://shop.example@evil.com", "https://shop.example:443@evil.com",
        "https://a.example.com@evil.com", "https://evil.com@a.example.com", "https://@shop.example", "https://shop.example/",
        "https://shop.example/x", "https://shop.example?x", "https://shop.example#x", "https://a.example.com/", "https://shop.example\\",
        // Unicode, also what normalises to the allowed name, and right-to-left or invisible characters.
        "https://ѕhop.example", "https://shop。example", "https://shop．example", "https://ｓhop.example", "https://bücher.example",
        "https://shop\u00AD.example", "https://shop.example\u200B", "https://\u202Eelpmaxe.pohs", "https://SHOP\u212A.example", "https://ﬁ.example.com",
        "https://a\u2044.example.com", "https://é.example.com",
        // Case, white space, several values in one.
        "HTTPS://shop.example", "https://Shop.example", "https://SHOP.EXAMPLE", "https://A.example.com", "https://a.EXAMPLE.com",
        "https://shop.example https://evil.com", "https://evil.com https://shop.example", "https://shop.example,https://evil.com",
        "https://shop.example, https://shop.example", "https://shop.example;", "\"https://shop.example\"", "<https://shop.example>",
        // What is no origin at all.
        "null", "NULL", "Null", "undefined", "none", "about:blank", "data:text/html,x", "0", "%00", "https", "://", "://shop.example", "[", "https://[", "https://[]",
        "https://[::1]", "https://127.0.0.1", "https://2130706433",
        // The longest.
        $"https://{new string('a', 64)}.example.com", $"https://{string.Concat(Enumerable.Repeat("a.", 200))}example.com",
        $"https://{new string('a', 8000)}.example.com", new('a', 8000), $"https://shop.example:{new string('4', 5000)}",
    ];

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task An_allowed_origin_is_granted_and_named_exactly(string origin)
    {
        await using var app = await StartAsync();

        Assert.Equal((204, origin), await PreflightAsync(app, origin));
        Assert.Equal((200, origin), await GetAsync(app, origin));
        Assert.Equal((200, origin), await PostAsync(app, origin));
    }

    [Fact]
    public async Task No_mutation_of_an_allowed_origin_is_granted()
    {
        await using var app = await StartAsync();

        foreach (var origin in Refused)
        {
            Assert.Equal((403, null, origin), With(await PreflightAsync(app, origin), origin));
            Assert.Equal((200, null, origin), With(await GetAsync(app, origin), origin));
            Assert.Equal((403, null, origin), With(await PostAsync(app, origin), origin));
        }
    }

    [Fact]
    public void The_table_is_as_long_as_it_claims() => Assert.True(Refused.Distinct().Count() >= 120, $"{Refused.Length} mutations.");

    /// <summary>The application's own policy, by the framework's lax wildcard, gets no mutation to see that no browser sends.</summary>
    [Fact]
    public async Task A_policy_of_the_application_is_not_asked_about_what_is_no_origin()
    {
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var app = await StartAsync([], builder => builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
            policy.SetIsOriginAllowed(origin =>
            {
                asked.Add(origin);
                return true;
            }).AllowAnyMethod())));
        asked.Clear();

        foreach (var origin in Refused)
        {
            await GetAsync(app, origin);
        }

        Assert.All(asked, origin => Assert.Matches(@"^[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*)(:[1-9][0-9]*)?$", origin));
        Assert.Contains("https://evilshop.example", asked);
    }

    private static (int, string?, string) With((int Status, string? Granted) answer, string origin) => (answer.Status, answer.Granted, origin);

    private static Task<TestApp> StartAsync(string[]? origins = null, Action<WebApplicationBuilder>? services = null) => TestApp.StartAsync(
        app =>
        {
            app.MapGet("/", () => "hello").AllowAnonymous();
            app.MapPost("/", () => "hello").AsPublicEndpoint("a test");
        },
        services: services,
        configure: options =>
        {
            foreach (var origin in origins ?? Configured)
            {
                options.Cors.Origins.Add(origin);
            }
        });

    private static Task<(int Status, string? Granted)> PreflightAsync(TestApp app, string origin) =>
        SendAsync(app, "OPTIONS", origin, request => request.Headers.AccessControlRequestMethod = "POST");

    private static Task<(int Status, string? Granted)> GetAsync(TestApp app, string origin) => SendAsync(app, "GET", origin);

    private static Task<(int Status, string? Granted)> PostAsync(TestApp app, string origin) => SendAsync(app, "POST", origin);

    /// <summary>Puts the origin into the request as it is; a client would refuse to send some of them.</summary>
    private static async Task<(int Status, string? Granted)> SendAsync(TestApp app, string method, string origin, Action<HttpRequest>? more = null)
    {
        var server = (Microsoft.AspNetCore.TestHost.TestServer)app.App.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>();
        var context = await server.SendAsync(
            context =>
            {
                context.Request.Method = method;
                context.Request.Scheme = "https";
                context.Request.Host = new HostString("api.example");
                context.Request.Path = "/";
                context.Request.Headers.Origin = origin;
                more?.Invoke(context.Request);
            },
            TestContext.Current.CancellationToken);
        return (context.Response.StatusCode, context.Response.Headers.AccessControlAllowOrigin);
    }
}
