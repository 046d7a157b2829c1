using ApiSecurity.Cors;
using ApiSecurity.Pipeline;
using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

public sealed class CorsFastPathTests
{
    public static TheoryData<string, string?, string?> Requests() => new()
    {
        // method, Origin, Cookie
        { "GET", null, null },
        { "POST", null, null },
        { "GET", null, "session=1" },
        { "POST", "https://api.example", null },
        { "POST", "https://api.example", "session=1" },
        { "DELETE", "https://api.example", "session=1" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_a_page_of_the_API_or_a_client_sends_allocates_nothing(string method, string? origin, string? cookie)
    {
        await using var app = await TestApp.StartAsync(
            app => app.Map("/", () => "hello").AllowAnonymous(), new() { ["Cors:Origins:0"] = Shop, ["Cors:Origins:1"] = "https://*.shop.example" });
        var services = app.App.Services;
        var middleware = new CorsMiddleware(
            _ => Task.CompletedTask,
            services.GetRequiredService<CorsPolicies>(),
            services.GetRequiredService<CorsAnswers>(),
            services.GetRequiredService<Refusals>());
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = method;
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("api.example");
        context.Request.Headers.Origin = origin;
        context.Request.Headers.Cookie = cookie;
        context.SetEndpoint(services.GetRequiredService<EndpointDataSource>().Endpoints.First());
        _ = context.Response.Headers.Vary;
        await middleware.InvokeAsync(context);

        Assert.Equal(0, Allocations.Of(middleware.InvokeAsync, context));
    }

    [Fact]
    public async Task Answers_that_depend_on_the_origin_say_so_to_caches_also_without_one()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/", () => "hello").AllowAnonymous();
                app.MapGet("/public", () => "hello").AllowAnonymous().RequireCors("public");
                app.MapGet("/closed", () => "hello").AllowAnonymous().WithMetadata(new Microsoft.AspNetCore.Cors.DisableCorsAttribute());
                app.MapGet("/varied", (HttpResponse response) => response.Headers.Append("Vary", "Accept")).AllowAnonymous();
            },
            new() { ["Cors:Origins:0"] = Shop, ["Cors:Policies:public:Origins:0"] = "*" });

        Assert.Equal("Origin", await VaryAsync(app, "/"));
        Assert.Equal("Origin", await VaryAsync(app, "/", Shop));
        Assert.Equal("Origin", await VaryAsync(app, "/", Evil));
        Assert.Equal("Origin", await VaryAsync(app, "/", "http://localhost"));
        Assert.Null(await VaryAsync(app, "/public"));
        Assert.Null(await VaryAsync(app, "/public", Evil));
        Assert.Null(await VaryAsync(app, "/closed"));
        Assert.Equal("Origin, Accept", await VaryAsync(app, "/varied"));
        Assert.Equal("Accept, Origin", await VaryAsync(app, "/varied", Shop));
    }

    [Fact]
    public async Task A_closed_API_answers_nothing_but_its_own()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "hello").AllowAnonymous());

        Assert.Null(await VaryAsync(app, "/"));
    }

    private static async Task<string?> VaryAsync(TestApp app, string path, string? origin = null)
    {
        using var response = await app.SendAsync("GET", path, origin is null ? [] : [("Origin", origin)]);
        Assert.Equal(200, (int)response.StatusCode);
        return response.Header("Vary");
    }
}
