using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>Rules that would not be held stop the start.</summary>
public sealed class PropertyStartTests
{
    [Fact]
    public async Task A_form_that_is_bound_past_the_rules()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PropertyApp.StartAsync(app => app.MapPost("/form", ([FromForm] Item item) => "").DisableAntiforgery()));

        Assert.Contains("POST /form takes Item from a form, the query or the route", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(FormController), "takes Item from a form, the query or the route")]
    [InlineData(typeof(ReadingController), "answers with Item, which has members that not everybody may read, and XmlSerializerOutputFormatter writes it")]
    [InlineData(typeof(WritingController), "takes Item, which has members that not everybody may write, and XmlSerializerInputFormatter reads it")]
    public async Task A_controller_that_reads_or_writes_past_the_rules(Type controller, string text)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PropertyApp.StartAsync(
            app => app.MapControllers(), services: builder => builder.Services.AddControllers().AddXmlSerializerFormatters().OnlyControllers(controller)));

        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newtonsoft_Json_in_place_of_the_frameworks_own()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PropertyApp.StartAsync(
            app => app.MapControllers(), services: builder => builder.Services.AddControllers().AddNewtonsoftJson().OnlyControllers(typeof(ReadingController))));

        Assert.Contains("NewtonsoftJsonOutputFormatter writes it without asking", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_converter_that_does_not_know_of_them()
    {
        var told = new[]
        {
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => PropertyApp.StartAsync(app => app.MapGet("/", () => new Converted()))),
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => PropertyApp.StartAsync(app => app.MapPost("/", (ConvertedInside body) => ""))),
        };

        Assert.All(told, error => Assert.Contains("ItemConverter`1, which does not know of them", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pipeline_without_the_step()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PropertyApp.StartAsync(
            app => app.MapPost("/", (Item item) => ""), use: app => app.UseRouting().UseApiSecurityAuthorization()));

        Assert.Contains("UseApiSecurityProperties()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contracts_that_are_replaced_afterwards()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PropertyApp.StartAsync(
            app => app.MapGet("/", () => new Item()),
            services: builder => builder.Services.PostConfigure<HttpJsonOptions>(json => json.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver())));

        Assert.Contains("ConfigureHttpJsonOptions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_on_a_parameter_that_is_no_property()
    {
        var error = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => PropertyApp.StartAsync(app => app.MapGet("/", () => new Lost(1))));

        Assert.Contains("The constructor of Lost has a rule on its parameter cost", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_at_start()
    {
        await using var app = await PropertyApp.StartAsync(app =>
        {
            app.MapGet("/items", () => new Item());
            app.MapPost("/items", (Item item) => "");
            app.MapGet("/told", () => new Told("a"));
            app.MapGet("/untold", () => new Untold("a"));
        });

        var summary = DenyByDefaultTests.Summary(app.App);
        Assert.Contains("property rules: endpoints that answer with ruled types: 3, bodies looked through for members that not everybody may write: 1", summary, StringComparison.Ordinal);
        Assert.Contains("Told is a record with sensitive members: its ToString() shows them", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("Untold is a record", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_without_rules_hears_nothing_of_them()
    {
        await using var app = await PropertyApp.StartAsync(
            app => app.MapPost("/", (Unruled body) => body),
            services: builder => builder.Services.PostConfigure<HttpJsonOptions>(json => json.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver()));

        Assert.DoesNotContain("property rules", DenyByDefaultTests.Summary(app.App), StringComparison.Ordinal);
    }

    private sealed record Unruled(int Id);

    private sealed record Told([Sensitive] string Secret);

    private sealed record Untold([property: Sensitive] string Secret)
    {
        public override string ToString() => nameof(Untold);
    }

    private sealed class Lost([ReadableBy("finance")] int cost)
    {
        public int Price => cost;
    }

    [JsonConverter(typeof(ItemConverter<Converted>))]
    private sealed class Converted
    {
        [ReadableBy("finance")]
        public int Margin { get; set; }
    }

    private sealed class ConvertedInside
    {
        [JsonConverter(typeof(ItemConverter<Item>))]
        public Item? Item { get; set; }
    }

    private sealed class ItemConverter<T> : JsonConverter<T>
        where T : new()
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return new T();
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNullValue();
    }
}

[Route("/start")]
public sealed class FormController : Controller
{
    [HttpPost]
    public IActionResult Post(Item item) => Ok(item is null);
}

[ApiController]
[Route("/start")]
public sealed class ReadingController : ControllerBase
{
    [HttpGet]
    public ActionResult<Item> Get() => new Item();
}

[ApiController]
[Route("/start")]
public sealed class WritingController : ControllerBase
{
    [HttpPost]
    public IActionResult Post(Item item) => Ok(item is null);
}
