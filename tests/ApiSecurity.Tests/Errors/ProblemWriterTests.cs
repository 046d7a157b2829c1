using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Tests.Errors;

/// <summary>The forms that a problem takes, and that nothing which the application adds can break it.</summary>
public sealed class ProblemWriterTests
{
    [Theory]
    [InlineData("application/problem+json", true)]
    [InlineData("application/json", true)]
    [InlineData("APPLICATION/JSON;charset=utf-8", true)]
    [InlineData("application/*", true)]
    [InlineData("*/*", true)]
    [InlineData("application/hal+json", true)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true)]
    [InlineData("text/plain;q=0.5, application/json;q=0.5", true)]
    [InlineData("text/plain, application/json;q=0.5", false)]
    [InlineData("text/plain;q=0.1, application/problem+json;q=0.2", true)]
    [InlineData("text/plain", false)]
    [InlineData("text/*", false)]
    [InlineData("text/html", false)]
    [InlineData("application/xml", false)]
    [InlineData("application/json;q=0", false)]
    [InlineData("*/*, application/json;q=0, application/problem+json;q=0", false)]
    [InlineData("*/*;q=0", false)]
    [InlineData("", true)]
    [InlineData("nonsense", true)]
    [InlineData(";;;,,,///", true)]
    [InlineData("application/json;q=nonsense", true)]
    [InlineData("*/*;q=99999999999999999999", true)]
    [InlineData("\"", true)]
    public async Task The_form_is_the_one_that_the_client_accepts(string accept, bool json)
    {
        await using var plain = await StartAsync();
        await using var withService = await StartAsync(builder => builder.Services.AddProblemDetails());

        foreach (var app in new[] { plain, withService })
        {
            var problem = await Problem.GetAsync(app, "/throw", ("Accept", accept));

            Assert.Equal(500, problem.Status);
            Assert.Equal(json ? "application/problem+json" : "text/plain", problem.MediaType);
            if (json)
            {
                Assert.Equal("internal_error", problem.Code);
                Assert.NotEmpty(problem.TraceId!);
            }
            else
            {
                Assert.StartsWith("The request could not be processed.\ninternal_error\n00-", problem.Body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_header_of_thousands_of_ranges_is_not_read()
    {
        await using var app = await StartAsync();

        var problem = await Problem.GetAsync(app, "/throw", ("Accept", string.Join(',', Enumerable.Repeat("text/plain", 1000))));

        Assert.Equal("application/problem+json", problem.MediaType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_to_HEAD_has_no_body(bool kestrel)
    {
        await using var app = await TestApp.StartAsync(app => app.MapMethods("/", ["HEAD"], IResult () => throw new InvalidOperationException()).AsPublicEndpoint("a test"), kestrel: kestrel);

        var problem = await Problem.SendAsync(app, HttpMethod.Head, "/", null);

        Assert.Equal((500, ""), (problem.Status, problem.Body));
        Assert.Equal("application/problem+json", problem.MediaType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_applications_customization_applies(bool withService)
    {
        await using var app = await StartAsync(builder =>
        {
            builder.Services.Configure<ProblemDetailsOptions>(options => options.CustomizeProblemDetails =
                context => context.ProblemDetails.Extensions["instance-name"] = context.Exception?.Message ?? "blue");
            if (withService)
            {
                builder.Services.AddProblemDetails();
            }
        });

        var problem = await Problem.GetAsync(app, "/throw");

        Assert.Equal("blue", problem.Json.GetProperty("instance-name").GetString());
        Assert.Equal("internal_error", problem.Code);
        Assert.NotEmpty(problem.TraceId!);
    }

    public static TheoryData<string> Saboteurs() => ["customizer", "customizer-service", "getter", "getter-service", "writer", "resolver", "options"];

    [Theory]
    [MemberData(nameof(Saboteurs))]
    public async Task What_the_application_adds_and_fails_leaves_the_least(string saboteur)
    {
        await using var app = await StartAsync(builder => Sabotage(builder.Services, saboteur), kestrel: true);

        var problem = await Problem.GetAsync(app, "/throw");

        Assert.Equal((500, "application/problem+json"), (problem.Status, problem.MediaType));
        Assert.Equal("internal_error", problem.Code);
        Assert.Equal(["code", "status", "title", "traceId", "type"], problem.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("hidden", StringComparison.Ordinal));
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Id.Name == "ProblemNotWritten");
    }

    private static void Sabotage(IServiceCollection services, string saboteur)
    {
        if (saboteur.EndsWith("-service", StringComparison.Ordinal))
        {
            services.AddProblemDetails();
        }

        switch (saboteur)
        {
            case "customizer" or "customizer-service":
                services.Configure<ProblemDetailsOptions>(options => options.CustomizeProblemDetails = _ => throw new InvalidOperationException("hidden"));
                break;
            case "getter" or "getter-service":
                services.Configure<ProblemDetailsOptions>(options => options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions["x"] = new Bad());
                break;
            case "writer":
                services.AddProblemDetails().AddSingleton<IProblemDetailsWriter, BadWriter>();
                services.Remove(services.First(service => service.ServiceType == typeof(IProblemDetailsWriter)));
                break;
            case "resolver":
                services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine());
                break;
            case "options":
                services.Configure<ProblemDetailsOptions>(_ => throw new InvalidOperationException("hidden"));
                break;
        }
    }

    private static Task<TestApp> StartAsync(Action<WebApplicationBuilder>? services = null, bool kestrel = false) => TestApp.StartAsync(
        app => app.MapGet("/throw", IResult () => throw new InvalidOperationException("hidden")).AllowAnonymous(), services: services, kestrel: kestrel);

    private sealed class Bad
    {
        public string First => "hidden";

        public string Second => throw new InvalidOperationException("hidden");
    }

    private sealed class BadWriter : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            context.HttpContext.Response.ContentType = "text/html";
            context.HttpContext.Response.ContentLength = 17;
            throw new InvalidOperationException("hidden");
        }
    }
}
