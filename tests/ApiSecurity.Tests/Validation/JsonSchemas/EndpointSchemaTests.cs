using System.Text;
using System.Text.Json;

namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>Endpoints that name a schema.</summary>
public sealed class EndpointSchemaTests
{
    private const string Order = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["lines"],
          "additionalProperties": false,
          "properties": {
            "lines": { "type": "array", "minItems": 1, "items": { "$ref": "urn:orders:line" } },
            "delivery": { "type": "string", "format": "date" },
            "gift": { "type": "boolean" },
            "message": { "type": "string" }
          },
          "dependentRequired": { "message": ["gift"] }
        }
        """;

    private const string Line = """{ "$id": "urn:orders:line", "type": "object", "required": ["sku"], "properties": { "sku": { "pattern": "^[a-z]{3,20}$" }, "count": { "type": "integer", "minimum": 1 } } }""";

    [Theory]
    [InlineData("""{"lines":[{"sku":"tea","count":1}],"delivery":"2026-12-24"}""", "ok")]
    [InlineData("""{"lines":[{"sku":"tea","count":0}]}""", "/lines/0/count minimum")]
    [InlineData("""{"lines":[{"sku":"tea"},{"sku":"SECRET9"}]}""", "/lines/1/sku pattern")]
    [InlineData("""{"lines":[]}""", "/lines minItems")]
    [InlineData("""{"gift":true}""", " required")]
    [InlineData("""{"lines":[{"sku":"tea"}],"message":"SECRET9"}""", " dependentRequired")]
    [InlineData("""{"lines":[{"sku":"tea"}],"delivery":"SECRET9"}""", "/delivery format")]
    [InlineData("""{"lines":[{"sku":"tea"}],"isAdmin":true}""", "/isAdmin unknown_member")]
    [InlineData("""{"lines":[{"sku":"tea"}],"gift":true,"gift":false}""", "/gift duplicate_member")]
    [InlineData("""{"lines":[{"sku":"tea"}]""", " malformed")]
    [InlineData("", " required")]
    public async Task The_body_keeps_to_it(string body, string expected)
    {
        await using var app = await StartAsync();

        var (status, text) = await SendAsync(app, "/raw", body);

        Assert.Equal(expected == "ok" ? (200, $"{body.Length} read") : (400, text), (status, text));
        if (status != 200)
        {
            using var problem = JsonDocument.Parse(text);
            var first = problem.RootElement.GetProperty("violations")[0];
            Assert.Equal(expected, $"{first.GetProperty("pointer")} {first.GetProperty("code")}");
            Assert.DoesNotContain("SECRET9", text, StringComparison.Ordinal);
            Assert.DoesNotContain("SECRET9", (await app.Events.NextAsync()).Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/raw", "text/plain", 415)]
    [InlineData("/raw", "application/xml", 415)]
    [InlineData("/raw", "application/json x", 415)]
    [InlineData("/raw", "application/vnd.shop+json", 200)]
    [InlineData("/free", "text/plain", 200)]
    public async Task A_body_that_says_to_be_something_else_does_not_slip_by(string path, string contentType, int status)
    {
        await using var app = await StartAsync();

        Assert.Equal(status, (await SendAsync(app, path, """{"lines":[{"sku":"tea"}]}""", contentType)).Status);
    }

    [Fact]
    public async Task What_is_bound_is_held_against_both_the_type_and_the_schema()
    {
        await using var app = await StartAsync();

        Assert.Equal(200, (await SendAsync(app, "/bound", """{"lines":[{"sku":"tea","count":2}]}""")).Status);
        Assert.Equal(400, (await SendAsync(app, "/bound", """{"lines":[{"sku":"tea","count":2,"price":1}]}""")).Status);
        Assert.Equal(400, (await SendAsync(app, "/bound", """{"lines":[{"sku":"t","count":2}]}""")).Status);
        Assert.Equal(413, (await SendAsync(app, "/raw", $$"""{"lines":[{"sku":"tea"}],"message":"{{new string('x', 70_000)}}","gift":true}""")).Status);
    }

    [Theory]
    [InlineData("{", "can't be used as a schema:")]
    [InlineData("""{"type":"objekt"}""", "can't be used as a schema:")]
    [InlineData("""{"$ref":"https://elsewhere.example/schema.json"}""", "can't be used as a schema:")]
    public async Task A_broken_schema_stops_the_start(string schema, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(schema));

        Assert.Contains("POST /raw", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_not_there_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => app.MapPost("/", () => "x").WithJsonSchema("schemas/none.json")));

        Assert.Contains("schemas/none.json can't be used as a schema:", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(string? schema = null)
    {
        var (order, line) = (Write(schema ?? Order), Write(Line));
        return TestApp.StartAsync(
            app =>
            {
                var open = app.MapGroup("/").AsPublicEndpoint("a test");
                open.MapPost("/raw", ReadAsync).WithJsonSchema(order, line).WithRequestLimits(limits => limits.MaxBytes = 65_536);
                open.MapPost("/bound", (Body body) => body.Lines.Count).WithJsonSchema(order, line);
                open.MapPost("/free", ReadAsync).WithJsonSchema(order, line).DisableRequestValidation("a test");
            });
    }

    private static string Write(string schema)
    {
        var path = Path.Combine(Path.GetTempPath(), $"apisecurity-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, schema);
        return path;
    }

    private static async Task<(int Status, string Text)> SendAsync(TestApp app, string path, string body, string contentType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var client = app.CreateClient();
        using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return $"{(await reader.ReadToEndAsync(request.HttpContext.RequestAborted)).Length} read";
    }

    public sealed record Body(List<BodyLine> Lines);

    public sealed record BodyLine(string Sku, int Count);
}
