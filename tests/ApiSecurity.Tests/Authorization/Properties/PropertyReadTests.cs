using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>What a caller may not read is absent, whoever writes the JSON.</summary>
public sealed class PropertyReadTests
{
    public static TheoryData<string> Ways() => new(
        "minimal", "typed", "results", "list", "stream", "task", "nested", "map", "write", "controller", "controller-list", "controller-stream", "controller-ok", "controller-json");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_the_caller_may_not_read_is_absent(string way)
    {
        foreach (var generated in new[] { false, true })
        {
            await using var app = await StartAsync(generated);

            var nobodys = await app.GetAsync($"/{way}", null);
            var others = await app.GetAsync($"/{way}", "bob sales");
            var ours = await app.GetAsync($"/{way}", "alice finance");

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (nobodys.Status, others.Status, ours.Status));
            Assert.DoesNotContain("4711", nobodys.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("4711", others.Text, StringComparison.Ordinal);
            Assert.Contains("4711", ours.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", ours.Text, StringComparison.Ordinal);
            Assert.Contains("42", others.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_member_has_its_own_rule(bool generated)
    {
        await using var app = await StartAsync(generated);

        Assert.Equal(["ownerId", "note", "main", "lines", "byName", "parent", "party", "field"], Names((await app.GetAsync("/deal", "bob")).Text));
        Assert.Equal(["ownerId", "note", "iban", "main", "lines", "byName", "parent", "party", "field"], Names((await app.GetAsync("/deal", "bob finance")).Text));
        Assert.Equal(["ownerId", "note", "audited", "main", "lines", "byName", "parent", "party", "field"], Names((await app.GetAsync("/deal", "bob audit")).Text));
        Assert.Equal("""{"$type":"person","limit":42,"name":"Ann"}""", (await app.GetAsync("/party", "bob")).Text);
        Assert.Equal("""{"$type":"person","limit":42,"score":4711,"name":"Ann"}""", (await app.GetAsync("/party", "bob finance")).Text);
    }

    [Fact]
    public async Task What_the_application_leaves_out_stays_out()
    {
        foreach (var global in new[] { JsonIgnoreCondition.Never, JsonIgnoreCondition.WhenWritingNull, JsonIgnoreCondition.WhenWritingDefault })
        {
            await using var app = await PropertyApp.StartAsync(
                app => app.MapGet("/", () => new Conditional()),
                services: builder => builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.DefaultIgnoreCondition = global));

            Assert.Equal("{}", (await app.GetAsync("/", "bob")).Text);
            Assert.Equal(global == JsonIgnoreCondition.Never ? ["always", "plain"] : ["always"], Names((await app.GetAsync("/", "bob finance")).Text));
        }
    }

    [Fact]
    public async Task Outside_of_a_request_nobody_asks_so_nothing_is_shown()
    {
        await using var app = await StartAsync(generated: false);
        var options = app.App.App.Services.GetRequiredService<IOptions<HttpJsonOptions>>().Value.SerializerOptions;

        Assert.Equal("""{"id":42}""", JsonSerializer.Serialize(new Item { Id = 42, Margin = 4711 }, options));
    }

    [Fact]
    public async Task Types_without_rules_keep_their_contract()
    {
        await using var app = await StartAsync(generated: false);
        var options = app.App.App.Services.GetRequiredService<IOptions<HttpJsonOptions>>().Value.SerializerOptions;

        Assert.All(options.GetTypeInfo(typeof(Unruled)).Properties, property => Assert.Null(property.ShouldSerialize));
        Assert.Equal(0, Allocations.Of(() => Consume(options, new Unruled(1))) - Allocations.Of(() => Consume(JsonSerializerOptions.Web, new Unruled(1))));
    }

    [Fact]
    public async Task One_thread_that_writes_for_two_callers_does_not_mix_them_up()
    {
        await using var app = await StartAsync(generated: false);

        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => app.GetAsync("/stream", index % 2 == 0 ? "bob" : "alice finance")));
            Assert.All(answers, (answer, index) => Assert.Equal(index % 2 == 1, answer.Text.Contains("4711", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Options_of_ones_own_hold_the_rules_if_they_are_told()
    {
        JsonSerializerOptions? told = null;
        await using var app = await PropertyApp.StartAsync(app =>
        {
            told = new JsonSerializerOptions(JsonSerializerDefaults.Web).UsePropertyRules(app.Services);
            app.MapGet("/", () => Results.Json(new Item { Id = 42, Margin = 4711 }, told));
        });

        Assert.Equal("""{"id":42}""", (await app.GetAsync("/", "bob")).Text);
    }

    private static void Consume(JsonSerializerOptions options, Unruled value) => JsonSerializer.SerializeToUtf8Bytes(value, options);

    private static string[] Names(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(member => member.Name)];
    }

    private static Task<PropertyApp> StartAsync(bool generated) => PropertyApp.StartAsync(
        app =>
        {
            app.MapGet("/minimal", () => PropertyController.One);
            app.MapGet("/typed", () => TypedResults.Ok(PropertyController.One));
            app.MapGet("/results", () => Results.Json(PropertyController.One));
            app.MapGet("/list", () => new List<Item> { PropertyController.One, PropertyController.One });
            app.MapGet("/stream", PropertyController.Items);
            app.MapGet("/task", async Task<Results<Ok<Deal>, NotFound>> () =>
            {
                await Task.Yield();
                return TypedResults.Ok(PropertyController.Deal);
            });
            app.MapGet("/nested", () => new Deal { Parent = PropertyController.Deal });
            app.MapGet("/map", () => new Dictionary<string, Line> { ["a"] = new("42", 4711) });
            app.MapGet("/write", (HttpContext context) => context.Response.WriteAsJsonAsync(PropertyController.One));
            app.MapGet("/deal", () => PropertyController.Deal);
            app.MapGet("/party", () => (Party)new Person { Name = "Ann", Limit = 42, Score = 4711 });
            app.MapControllers();
        },
        services: builder =>
        {
            builder.Services.AddControllers().OnlyControllers(typeof(PropertyController)).AddJsonOptions(json => Use(json.JsonSerializerOptions));
            builder.Services.ConfigureHttpJsonOptions(json => Use(json.SerializerOptions));

            void Use(JsonSerializerOptions options)
            {
                if (generated)
                {
                    options.TypeInfoResolverChain.Clear();
                    options.TypeInfoResolverChain.Add(GeneratedContracts.Default);
                    options.TypeInfoResolverChain.Add(new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver());
                }
            }
        });

    private sealed record Unruled(int Id);
}

[ApiController]
public sealed class PropertyController : ControllerBase
{
    public static Item One => new() { Id = 42, Margin = 4711 };

    public static Deal Deal => new() { Note = "42", Account = "4711", Secret = "hidden", Audited = "x", Lines = [new("42", 4711)], ByName = { ["a"] = new("42", 4711) } };

    [HttpGet("/controller")]
    public Item Single() => One;

    [HttpGet("/controller-list")]
    public IEnumerable<Item> List() => [One, One];

    [HttpGet("/controller-stream")]
    public IAsyncEnumerable<Item> Stream() => Items();

    [HttpGet("/controller-ok")]
    public IActionResult Untyped() => Ok(One);

    [HttpGet("/controller-json")]
    public JsonResult Json() => new(Deal);

    internal static async IAsyncEnumerable<Item> Items()
    {
        for (var index = 0; index < 3; index++)
        {
            await Task.Yield();
            yield return One;
        }
    }
}
