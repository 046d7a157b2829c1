using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.JsonPatch;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>Patches write and read by path: what a caller may not touch is refused there as in a whole object, also through its parents.</summary>
public sealed class PatchTests
{
    private const string JsonPatch = "application/json-patch+json";
    private const string MergePatch = "application/merge-patch+json";

    public static TheoryData<string, string[]> Patches() => new()
    {
        { """[{"op":"replace","path":"/note","value":"n"}]""", [] },
        { """[{"op":"test","path":"/note","value":"n"},{"op":"add","path":"/note","value":"n"}]""", [] },
        { """[{"op":"replace","path":"/ownerId","value":"me"}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"ownerId","value":"me"}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/OwnerId/","value":"me"}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"//ownerId","value":"me"}]""", ["/0/path not_writable"] },
        { """[{"OP":"REPLACE","Path":"/ownerId","Value":"me"}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"\u002fownerId","value":"me"}]""", ["/0/path not_writable"] },
        { """[{"op":"remove","path":"/iban"}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/account","value":"x"}]""", ["/0/path not_writable"] },
        { """[{"op":"test","path":"/iban","value":"x"}]""", ["/0/path not_readable"] },
        { """[{"op":"test","path":"/secret","value":"x"}]""", ["/0/path not_readable"] },
        { """[{"op":"test","path":"","value":{}}]""", ["/0/path not_readable"] },
        { """[{"op":"test","path":"/party","value":{}}]""", ["/0/path not_readable"] },
        { """[{"op":"copy","from":"/iban","path":"/note"}]""", ["/0/from not_readable"] },
        { """[{"op":"copy","from":"/note","path":"/iban"}]""", ["/0/path not_writable"] },
        { """[{"op":"move","from":"/iban","path":"/note"}]""", ["/0/from not_readable", "/0/from not_writable"] },
        { """[{"op":"copy","from":"/lines/0","path":"/lines/-"}]""", ["/0/from not_readable", "/0/path not_writable"] },
        { """[{"op":"replace","path":"","value":{"note":"n"}}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/lines/0","value":{"sku":"a"}}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/lines/0/price","value":1}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/lines/-/price","value":1}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/lines/0/sku","value":"b"}]""", [] },
        { """[{"op":"add","path":"/lines/-","value":{"sku":"b"}}]""", [] },
        { """[{"op":"add","path":"/lines/-","value":{"sku":"b","price":1}}]""", ["/0/value/price not_writable"] },
        { """[{"op":"add","path":"/lines/0","value":{"sku":"b","Price":1}}]""", ["/0/value/price not_writable"] },
        { """[{"op":"add","path":"/lines","value":[]}]""", ["/0/path not_writable"] },
        { """[{"op":"remove","path":"/lines"}]""", ["/0/path not_writable"] },
        { """[{"op":"add","path":"/byName/a~1b/price","value":1}]""", ["/0/path not_writable"] },
        { """[{"op":"add","path":"/byName/a~0b/sku","value":"x"}]""", [] },
        { """[{"op":"replace","path":"/parent/parent/iban","value":1}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/party/limit","value":1}]""", ["/0/path not_writable"] },
        { """[{"op":"replace","path":"/note","value":"n"},{"op":"remove","path":"/main"}]""", ["/1/path not_writable"] },
    };

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_json_patch_touches_only_what_the_caller_may(string patch, string[] violations)
    {
        await using var app = await StartAsync();

        foreach (var path in new[] { "/element", "/node", "/self", "/controller/newtonsoft", "/controller/element" })
        {
            var (status, text) = await app.SendAsync("PATCH", path, "bob", patch, JsonPatch);

            Assert.Equal((path, violations.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (path, status));
            if (violations.Length > 0)
            {
                Assert.Equal(violations, PropertyApp.Violations(text));
                Assert.Contains(violations.Any(one => one.EndsWith("writable", StringComparison.Ordinal)) ? "\"property_not_writable\"" : "\"property_not_readable\"", text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("""[{"op":"replace","path":"/note","path":"/iban","value":"x"}]""")]
    [InlineData("""[{"op":"replace","path":"/note","Path":"/iban","value":"x"}]""")]
    [InlineData("""[{"op":"replace","op":"test","path":"/note","value":"x"}]""")]
    [InlineData("""[{"op":"replace","path":"/note","value":"x","VALUE":"y"}]""")]
    [InlineData("""[{"op":"replace","path":["/iban"],"value":"x"}]""")]
    [InlineData("""[{"op":"replace","path":"/~2iban","value":"x"}]""")]
    [InlineData("""[{"op":"replace","path":"/note~","value":"x"}]""")]
    [InlineData("""[{"op":"merge","path":"/note","value":"x"}]""")]
    [InlineData("""[{"op":"move","path":"/note"}]""")]
    [InlineData("""[{"path":"/note","value":"x"}]""")]
    [InlineData("""["replace"]""")]
    [InlineData("""[{'op':'replace','path':'/iban','value':'x'}]""")]
    [InlineData("""[{op:"replace",path:"/iban",value:"x"}]""")]
    [InlineData("""{"op":"replace","path":"/iban","value":"x"}""")]
    public async Task A_patch_that_readers_could_take_for_another_is_refused(string patch)
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await app.SendAsync("PATCH", "/controller/newtonsoft", "bob", patch, JsonPatch)).Status);
    }

    [Theory]
    [InlineData("""{"note":null}""", new string[0])]
    [InlineData("""{"ownerId":null}""", new[] { "/ownerId not_writable" })]
    [InlineData("""{"iban":"x"}""", new[] { "/iban not_writable" })]
    [InlineData("""{"main":null}""", new[] { "/main not_writable" })]
    [InlineData("""{"main":7}""", new[] { "/main not_writable" })]
    [InlineData("""{"main":{"sku":null}}""", new string[0])]
    [InlineData("""{"main":{"price":null}}""", new[] { "/main/price not_writable" })]
    [InlineData("""{"lines":[{"sku":"a"}]}""", new[] { "/lines not_writable" })]
    [InlineData("""{"byName":{"a":null}}""", new[] { "/byName/a not_writable" })]
    [InlineData("""{"byName":{"a":{"sku":"b"}}}""", new string[0])]
    [InlineData("""{"party":{"limit":1}}""", new[] { "/party/limit not_writable" })]
    [InlineData("""{"parent":{"main":{"price":1}}}""", new[] { "/parent/main/price not_writable" })]
    public async Task In_a_merge_patch_null_and_whole_values_are_writes_too(string patch, string[] violations)
    {
        await using var app = await StartAsync();

        foreach (var path in new[] { "/element", "/node", "/self", "/bound", "/controller/element" })
        {
            var (status, text) = await app.SendAsync("PATCH", path, "bob", patch, MergePatch);

            if (path == "/bound" && violations.Length == 0)
            {
                // A type that can't be null where the patch removes: the binding's matter.
                Assert.NotEqual(HttpStatusCode.Forbidden, status);
                continue;
            }

            Assert.Equal((path, violations.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (path, status));
            Assert.Equal(violations, violations.Length == 0 ? [] : PropertyApp.Violations(text));
        }
    }

    [Theory]
    [InlineData("alice finance", """[{"op":"replace","path":"/iban","value":"x"},{"op":"copy","from":"/iban","path":"/note"}]""", 200)]
    [InlineData("alice finance", """[{"op":"replace","path":"/ownerId","value":"x"}]""", 403)]
    [InlineData("alice finance sales audit", """[{"op":"replace","path":"","value":{}}]""", 403)]
    [InlineData("alice finance", """[{"op":"add","path":"/lines/-","value":{"price":1}}]""", 200)]
    [InlineData("alice audit", """[{"op":"test","path":"/audited","value":1}]""", 200)]
    [InlineData(null, """[{"op":"test","path":"/audited","value":1}]""", 403)]
    public async Task Who_may_in_a_whole_object_may_in_a_patch(string? caller, string patch, int status)
    {
        await using var app = await StartAsync();

        Assert.Equal((HttpStatusCode)status, (await app.SendAsync("PATCH", "/element", caller, patch, JsonPatch)).Status);
    }

    private static Task<PropertyApp> StartAsync() => PropertyApp.StartAsync(
        app =>
        {
            app.MapPatch("/element", (JsonElement patch) => Results.Ok()).WithPatchOf<Deal>();
            app.MapPatch("/node", (JsonNode patch) => Results.Ok()).WithPatchOf<Deal>();
            app.MapPatch("/bound", (Deal patch) => Results.Ok());
            app.MapPatch("/self", async (HttpRequest request) =>
            {
                await JsonDocument.ParseAsync(request.Body);
                return Results.Ok();
            }).WithPatchOf<Deal>();
            app.MapControllers();
        },
        new() { ["Validation:DisabledReason"] = "a test" },
        builder => builder.Services.AddControllers(mvc => mvc.InputFormatters.Insert(0, NewtonsoftPatches())).OnlyControllers(typeof(PatchController)));

    /// <summary>As the framework's documentation has it: Newtonsoft.Json for patches, System.Text.Json for the rest.</summary>
    private static NewtonsoftJsonPatchInputFormatter NewtonsoftPatches() => new ServiceCollection().AddLogging().AddMvc().AddNewtonsoftJson().Services.BuildServiceProvider()
        .GetRequiredService<Microsoft.Extensions.Options.IOptions<MvcOptions>>().Value.InputFormatters.OfType<NewtonsoftJsonPatchInputFormatter>().First();
}

[ApiController]
public sealed class PatchController : ControllerBase
{
    [HttpPatch("/controller/newtonsoft")]
    public IActionResult Newtonsoft(JsonPatchDocument<Deal> patch) => patch is null ? NotFound() : Ok();

    [HttpPatch("/controller/element")]
    [ApiSecurity.Authorization.PatchOf(typeof(Deal))]
    [Consumes("application/json-patch+json", "application/merge-patch+json")]
    public IActionResult Element(JsonElement patch) => Ok(patch.ValueKind);
}
