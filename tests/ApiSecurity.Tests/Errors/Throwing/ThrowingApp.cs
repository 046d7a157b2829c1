namespace ApiSecurity.Tests.Errors.Throwing;

/// <summary>An application that throws at every stage of a request.</summary>
internal static class ThrowingApp
{
    public static readonly Stage[] Stages =
    [
        new("/middleware"),
        new("/middleware-async"),
        new("/middleware-after"),
        new("/endpoint"),
        new("/endpoint-async"),
        new("/filter"),
        new("/filter-after"),
        new("/bind"),
        new("/parse/x"),
        new("/setter", Body: """{"name":"x"}"""),
        new("/read-converter", Body: "{}"),
        new("/read-json", Body: "{}"),
        new("/result"),
        new("/getter", WritesJson: true),
        new("/getter-large", Ending.Broken, KestrelOnly: true, WritesJson: true),
        new("/getter-huge", Ending.Broken, WritesJson: true),
        new("/write-converter", WritesJson: true),
        new("/sequence", Ending.Broken, WritesJson: true),
        new("/stream", Ending.Broken),
        new("/started", Ending.Broken),
        new("/unflushed", Ending.Broken, KestrelOnly: true),
        new("/headers"),
        new("/constructor"),
        new("/dispose", Ending.Success, KestrelOnly: true),
        new("/on-starting", Ending.Empty, KestrelOnly: true),
        new("/on-starting-silent", Ending.Empty, KestrelOnly: true),
        new("/on-completed", Ending.Success, KestrelOnly: true),
        new("/policy"),
        new("/constraint/x"),
        new("/mvc/action"),
        new("/mvc/action-async"),
        new("/mvc/authorization-filter"),
        new("/mvc/resource-filter"),
        new("/mvc/action-filter"),
        new("/mvc/result-filter"),
        new("/mvc/exception-filter"),
        new("/mvc/model-binder"),
        new("/mvc/result"),
        new("/mvc/output-formatter"),
        new("/mvc/input-converter", Body: """{"value":"x"}"""),
        new("/mvc-constructor"),
    ];

    public static Task<TestApp> StartAsync(bool kestrel, Dictionary<string, string?>? settings = null, string environment = "Production") =>
        TestApp.StartAsync(Map, new(settings ?? []) { ["RateLimiting:DisabledReason"] = "thousands of requests from one address" }, Services, Use, environment, kestrel);

    private static void Services(WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<ThrowsInConstructor>();
        builder.Services.AddScoped<ThrowsInDispose>();
        builder.Services.Configure<RouteOptions>(options => options.SetParameterPolicy<ThrowingConstraint>("throwing"));
        builder.Services.AddControllers().OnlyControllers(typeof(ThrowingController), typeof(ThrowingConstructorController));
    }

    private static void Use(WebApplication app)
    {
        app.Use((context, next) =>
        {
            Thrown.Choose(int.Parse(context.Request.Query["e"].ToString(), System.Globalization.CultureInfo.InvariantCulture));
            return next(context);
        });
        app.UseApiSecurity();
        app.Use((context, next) => context.Request.Path == "/middleware" ? throw Thrown.Now() : next(context));
        app.Use(async (context, next) =>
        {
            if (context.Request.Path == "/middleware-async")
            {
                await Task.Yield();
                throw Thrown.Now();
            }

            await next(context);
            if (context.Request.Path == "/middleware-after")
            {
                throw Thrown.Now();
            }
        });
    }

    private static void Map(WebApplication app)
    {
        var open = app.MapGroup("/").AsPublicEndpoint("a test");
        open.MapGet("/endpoint", IResult () => throw Thrown.Now());
        open.MapGet("/endpoint-async", async Task<IResult> () =>
        {
            await Task.Yield();
            throw Thrown.Now();
        });
        open.MapGet("/filter", () => "x").AddEndpointFilter((_, _) => throw Thrown.Now());
        open.MapGet("/filter-after", () => "x").AddEndpointFilter(async (context, next) =>
        {
            await next(context);
            throw Thrown.Now();
        });
        open.MapGet("/bind", (ThrowsInBindAsync _) => "x");
        open.MapGet("/parse/{value}", (ThrowsInTryParse value) => value.ToString());
        open.MapPost("/setter", (ThrowsInSetter value) => value.Name);
        open.MapPost("/read-converter", (ThrowsInConverter value) => value.ToString());
        open.MapPost("/read-json", async (HttpContext context) => await context.Request.ReadFromJsonAsync<ThrowsInConverter>());
        open.MapGet("/constructor", (ThrowsInConstructor value) => value.ToString());
        open.MapGet("/dispose", (ThrowsInDispose _) => "x");
        open.MapGet("/constraint/{value:throwing}", () => "x");
        app.MapGet("/policy", () => "x").RequireAuthorization(policy => policy.RequireAssertion(bool (_) => throw Thrown.Now()));
        app.MapControllers();
        ThrowingWrites.Map(open);
    }
}
