namespace ApiSecurity.Tests.Headers;

/// <summary>What the application has set stays, once, however it was set.</summary>
public sealed class OwnValueTests
{
    public static TheoryData<string, string> Own => new()
    {
        { "X-Content-Type-Options", "own" },
        { "Content-Security-Policy", "default-src https:" },
        { "X-Frame-Options", "SAMEORIGIN" },
        { "Referrer-Policy", "origin" },
        { "Permissions-Policy", "camera=(self)" },
        { "Cross-Origin-Opener-Policy", "unsafe-none" },
        { "Cross-Origin-Embedder-Policy", "credentialless" },
        { "Cross-Origin-Resource-Policy", "cross-origin" },
        { "X-Permitted-Cross-Domain-Policies", "all" },
        { "Strict-Transport-Security", "max-age=60" },
        { "Cache-Control", "private, max-age=60" },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public async Task The_endpoint_sets_it(string name, string value) =>
        await AssertOwnAsync(name, value, (app, set) => app.MapGet("/", (HttpResponse response) => set(response.Headers)).AllowAnonymous());

    [Theory]
    [MemberData(nameof(Own))]
    public async Task The_endpoint_sets_it_when_the_answer_starts(string name, string value) =>
        await AssertOwnAsync(name, value, (app, set) => app.MapGet("/", (HttpResponse response) => response.OnStarting(() =>
        {
            set(response.Headers);
            return Task.CompletedTask;
        })).AllowAnonymous());

    [Theory]
    [MemberData(nameof(Own))]
    public async Task A_middleware_behind_sets_it(string name, string value) => await AssertOwnAsync(name, value, (app, set) =>
    {
        app.Use((context, next) =>
        {
            set(context.Response.Headers);
            return next(context);
        });
        app.MapGet("/", () => "hello").AllowAnonymous();
    });

    [Theory]
    [MemberData(nameof(Own))]
    public async Task A_middleware_in_front_sets_it(string name, string value) => await AssertOwnAsync(
        name,
        value,
        (app, _) => app.MapGet("/", () => "hello").AllowAnonymous(),
        (app, set) =>
        {
            app.Use((context, next) =>
            {
                set(context.Response.Headers);
                return next(context);
            });
            app.UseApiSecurity();
        });

    [Fact]
    public async Task Two_values_of_the_application_stay_two()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", (HttpResponse response) =>
        {
            response.Headers.Append("Content-Security-Policy", "default-src 'self'");
            response.Headers.Append("Content-Security-Policy", "img-src 'none'");
        }).AllowAnonymous());

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(["default-src 'self'", "img-src 'none'"], response.Lines("Content-Security-Policy"));
    }

    [Fact]
    public async Task The_framework_s_own_HSTS_middleware_decides()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", () => "hello").AllowAnonymous(),
            services: builder => builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(1)),
            use: app =>
            {
                app.UseApiSecurity();
                app.UseHsts();
            });

        using var response = await app.CreateClient().GetAsync("https://api.example/", TestContext.Current.CancellationToken);

        Assert.Equal("max-age=86400", response.Single("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("Server", "Apache/2.2")]
    [InlineData("X-Powered-By", "PHP/5.2")]
    [InlineData("X-AspNet-Version", "4.0.30319")]
    [InlineData("X-AspNetMvc-Version", "5.2")]
    [InlineData("X-SourceFiles", "=?UTF-8?B?Yzpc?=")]
    [InlineData("x-powered-by", "Express")]
    public async Task What_tells_of_the_software_is_gone(string name, string value)
    {
        Action<WebApplication> map = app => app.MapGet("/", (HttpResponse response) => response.Headers[name] = value).AllowAnonymous();
        await using var app = await TestApp.StartAsync(map);
        await using var reporting = await TestApp.StartAsync(map, new() { ["Mode"] = "Report" });
        await using var keeping = await TestApp.StartAsync(map, configure: options => options.Headers.RemovedHeaders = []);

        Assert.Empty((await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken)).Lines(name));
        Assert.Equal(value, (await reporting.CreateClient().GetAsync("/", TestContext.Current.CancellationToken)).Single(name));
        Assert.Equal(value, (await keeping.CreateClient().GetAsync("/", TestContext.Current.CancellationToken)).Single(name));
    }

    [Fact]
    public async Task In_Report_mode_headers_are_added_but_for_the_one_that_outlives_the_answer()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "hello"), new() { ["Mode"] = "Report" }, kestrel: false);

        using var response = await app.CreateClient().GetAsync("https://api.example/", TestContext.Current.CancellationToken);

        response.Carries(PresetTests.Api);
        Assert.Null(response.Single("Strict-Transport-Security"));
    }

    [Fact]
    public async Task In_Report_mode_Kestrel_goes_on_naming_itself()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "hello"), new() { ["Mode"] = "Report" }, kestrel: true);

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("Kestrel", response.Single("Server"));
    }

    [Fact]
    public async Task Switched_off_with_a_reason_nothing_is_added_or_removed()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", (HttpResponse response) => response.Headers.XPoweredBy = "me").AllowAnonymous(),
            new() { ["Headers:DisabledReason"] = "the gateway adds them" });

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("X-Powered-By: me", response.Text());
        Assert.Contains("off     headers", app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message, StringComparison.Ordinal);
    }

    private static async Task AssertOwnAsync(
        string name, string value, Action<WebApplication, Action<IHeaderDictionary>> map, Action<WebApplication, Action<IHeaderDictionary>>? use = null)
    {
        foreach (var set in (Action<IHeaderDictionary>[])[headers => headers[name] = value, headers => headers.Append(name, value), headers => headers.TryAdd(name.ToLowerInvariant(), value)])
        {
            await using var app = await TestApp.StartAsync(
                app => map(app, set),
                use: use is null ? null : app => use(app, set));
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/");

            // So that Cache-Control would be set.
            request.Headers.TryAddWithoutValidation("Authorization", "Basic eDp5");
            using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(value, response.Single(name));
            response.Carries(PresetTests.Api.Where(header => header.Key != name).ToDictionary());
        }
    }
}
