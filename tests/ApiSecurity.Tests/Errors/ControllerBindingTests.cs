using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Errors;

/// <summary>What controllers tell of a request that they can't bind, with both JSON readers.</summary>
public sealed class ControllerBindingTests
{
    [Theory]
    [InlineData("""{"quantity":"pa55w0rd"}""", "/quantity type")]
    [InlineData("""{"quantity":1,"lines":[{"count":"pa55w0rd"}]}""", "/lines/0/count type")]
    [InlineData("""{"quantity":1,}""", " malformed")]
    [InlineData("pa55w0rd", " malformed")]
    [InlineData("""{"code":"pa55w0rd"}""", "/code type")]
    public async Task A_body_that_does_not_fit_is_answered_with_the_pointer(string body, string violation)
    {
        await using var app = await StartAsync();

        var problem = await Problem.PostAsync(app, "/bound", body);

        Assert.Equal(400, problem.Status);
        Assert.Equal("malformed_request", problem.Code);
        Assert.Contains(violation, problem.Violations);
        TellsNothing(problem);
    }

    [Theory]
    [InlineData("""{"quantity":"pa55w0rd"}""", "/quantity type")]
    [InlineData("""{"quantity":1,"lines":[{"count":"pa55w0rd"}]}""", "/lines/0/count type")]
    [InlineData("""{"quantity":1,"lines":"pa55w0rd"}""", "/lines type")]
    [InlineData("""{"secret":"pa55w0rd"}""", "/secret type")]
    [InlineData("""{"quantity":1 pa55w0rd}""", "/quantity malformed")]
    public async Task So_it_is_with_Newtonsoft_Json(string body, string violation)
    {
        await using var app = await StartAsync(builder => builder.Services.AddControllers().AddNewtonsoftJson().OnlyControllers(typeof(BoundController), typeof(BoundByHandController)));

        var problem = await Problem.PostAsync(app, "/bound", body);

        Assert.Equal(400, problem.Status);
        Assert.Contains(violation, problem.Violations);
        TellsNothing(problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_answer_of_the_model_state_is_clean(bool newtonsoft)
    {
        await using var app = await StartAsync(newtonsoft ? builder => builder.Services.AddControllers().AddNewtonsoftJson().OnlyControllers(typeof(BoundController), typeof(BoundByHandController)) : null);

        var problem = await Problem.PostAsync(app, "/by-hand", """{"quantity":"pa55w0rd"}""");

        Assert.Equal(400, problem.Status);
        Assert.Contains("The value does not have the type or form that is expected here.", problem.Body, StringComparison.Ordinal);
        TellsNothing(problem);
    }

    [Theory]
    [InlineData("/bound/pa55w0rd?limit=1", "path:id format", "The value is not valid.")]
    [InlineData("/bound/1?limit=pa55w0rd", "query:limit format", "The value is not valid.")]
    [InlineData("/bound/1?limit=5000", "query:limit format", "The field limit must be between 1 and 100.")]
    public async Task A_parameter_that_does_not_fit_is_named_and_annotations_keep_their_texts(string path, string violation, string text)
    {
        await using var app = await StartAsync();

        var problem = await Problem.GetAsync(app, path);

        Assert.Equal([violation], problem.Violations);
        Assert.Contains(text, problem.Body, StringComparison.Ordinal);
        TellsNothing(problem);
    }

    [Fact]
    public async Task A_translation_keeps_its_words_and_loses_the_value()
    {
        await using var app = await StartAsync(builder => builder.Services.Configure<MvcOptions>(
            options => options.ModelBindingMessageProvider.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"Der Wert '{value}' ist falsch.")));

        var problem = await Problem.GetAsync(app, "/bound/1?limit=pa55w0rd");

        Assert.Equal("Der Wert '…' ist falsch.", problem.Json.GetProperty("errors").GetProperty("limit")[0].GetString());
    }

    [Fact]
    public async Task In_Report_mode_the_answer_is_the_frameworks()
    {
        await using var app = await StartAsync(settings: new() { ["Mode"] = "Report" });

        var problem = await Problem.PostAsync(app, "/bound", """{"quantity":"x"}""");

        Assert.Contains("System.Int32", problem.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("violations", problem.Body, StringComparison.Ordinal);
    }

    private static void TellsNothing(Problem problem)
    {
        foreach (var secret in new[] { "pa55w0rd", "Int32", "System.", nameof(BoundOrder), "LineNumber", "Path" })
        {
            Assert.DoesNotContain(secret, problem.Body, StringComparison.Ordinal);
        }
    }

    private static Task<TestApp> StartAsync(Action<WebApplicationBuilder>? services = null, Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app => app.MapControllers(),
        settings,
        builder =>
        {
            builder.Services.AddControllers().OnlyControllers(typeof(BoundController), typeof(BoundByHandController));
            services?.Invoke(builder);
        });
}

[PublicEndpoint("a test")]
[ApiController]
[DisableApiSecurity("binding alone")]
public sealed class BoundController : ControllerBase
{
    [HttpPost("bound")]
    public BoundOrder Post(BoundOrder order) => order;

    [HttpGet("bound/{id}")]
    public int Get(int id, [Range(1, 100)] int limit) => id + limit;
}

[PublicEndpoint("a test")]
[DisableApiSecurity("binding alone")]
public sealed class BoundByHandController : ControllerBase
{
    [HttpPost("by-hand")]
    public IActionResult Post([FromBody] BoundOrder order) => ModelState.IsValid ? Ok(order) : BadRequest(ModelState);
}

public sealed class BoundOrder
{
    public int Quantity { get; set; }

    public List<BoundLine> Lines { get; set; } = [];

    [JsonConverter(typeof(EchoingConverter))]
    public string? Code { get; set; }

    [Newtonsoft.Json.JsonConverter(typeof(EchoingNewtonsoftConverter))]
    public string? Secret { get; set; }
}

public sealed class BoundLine
{
    public int Count { get; set; }
}

/// <summary>A converter that does what many do: it puts the value into the message.</summary>
public sealed class EchoingConverter : JsonConverter<string>
{
    public override string Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
        throw new System.Text.Json.JsonException($"'{reader.GetString()}' is no code");

    public override void Write(System.Text.Json.Utf8JsonWriter writer, string value, System.Text.Json.JsonSerializerOptions options) => writer.WriteStringValue(value);
}

public sealed class EchoingNewtonsoftConverter : Newtonsoft.Json.JsonConverter<string>
{
    public override string ReadJson(Newtonsoft.Json.JsonReader reader, Type objectType, string? existingValue, bool hasExistingValue, Newtonsoft.Json.JsonSerializer serializer) =>
        throw new Newtonsoft.Json.JsonSerializationException($"'{reader.Value}' is no secret");

    public override void WriteJson(Newtonsoft.Json.JsonWriter writer, string? value, Newtonsoft.Json.JsonSerializer serializer) => writer.WriteValue(value);
}
