using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>Mass assignment: what a caller may not write is refused, however it is written down.</summary>
public sealed class PropertyWriteTests
{
    public static TheoryData<string, string[]> Bodies() => new()
    {
        { """{"note":"n"}""", [] },
        { """{"ownerId":"me"}""", ["/ownerId not_writable"] },
        { """{"ownerId":null}""", ["/ownerId not_writable"] },
        { """{"OWNERID":"me"}""", ["/ownerId not_writable"] },
        { """{"\u006fwner\u0049d":"me"}""", ["/ownerId not_writable"] },
        { """{"ownerId":"server","ownerId":"me"}""", ["/ownerId not_writable", "/ownerId not_writable"] },
        { """{"note":"n","iban":"DE1"}""", ["/iban not_writable"] },
        { """{"account":"DE1"}""", ["/iban not_writable"] },
        { """{"field":1}""", ["/field not_writable"] },
        { """{"secret":"a"}""", [] },
        { """{"main":{"sku":"a","price":1}}""", ["/main/price not_writable"] },
        { """{"main":{"sku":"a","number":1}}""", ["/main/number not_writable"] },
        { """{"main":{"sku":"a"}}""", [] },
        { """{"lines":[{"sku":"a"},{"sku":"b","price":1}]}""", ["/lines/1/price not_writable"] },
        { """{"lines":[{"sku":"a","price":{"deep":[1]}},{"sku":"b"}]}""", ["/lines/0/price not_writable"] },
        { """{"byName":{"first":{"sku":"b","price":1}}}""", ["/byName/first/price not_writable"] },
        { """{"byName":{"<b>/~":{"sku":"b","price":1}}}""", ["/byName not_writable"] },
        { """{"parent":{"parent":{"iban":"x","note":"n"}}}""", ["/parent/parent/iban not_writable"] },
        { """{"party":{"$type":"person","limit":1}}""", [] },
        { """{"party":{"$type":"company","limit":1}}""", ["/party/limit not_writable"] },
        { """{"more":{"iban":1}}""", [] },
        { """{"ownerId":"me","lines":[{"sku":"b","price":1}]}""", ["/ownerId not_writable", "/lines/0/price not_writable"] },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_the_caller_may_not_write_is_refused_with_where_it_stands(string body, string[] violations)
    {
        foreach (var path in new[] { "/deals", "/controller/deals" })
        {
            foreach (var generated in new[] { false, true })
            {
                await using var app = await StartAsync(generated, new() { ["Validation:DisabledReason"] = "a test" });

                var (status, text) = await app.SendAsync("POST", path, "bob", body);

                Assert.Equal(violations.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
                if (violations.Length > 0)
                {
                    Assert.Equal(violations, PropertyApp.Violations(text));
                    Assert.Contains("\"property_not_writable\"", text, StringComparison.Ordinal);
                    Assert.DoesNotContain("<b>", text, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("/deals", "alice finance", """{"iban":"DE1","field":3,"lines":[{"sku":"a","price":1}],"party":{"$type":"company","limit":1}}""", 200)]
    [InlineData("/deals", "alice sales", """{"lines":[{"sku":"a","price":1}]}""", 200)]
    [InlineData("/deals", "alice sales", """{"lines":[{"sku":"a","price":1}],"iban":"x"}""", 403)]
    [InlineData("/deals", "alice finance sales", """{"ownerId":"me"}""", 403)]
    [InlineData("/deals", null, """{"iban":"x"}""", 403)]
    [InlineData("/lines", "alice", """{"sku":"a","price":1}""", 403)]
    [InlineData("/lines", "alice sales", """{"sku":"a","price":1}""", 200)]
    [InlineData("/lists", "alice", """[{"sku":"a","price":1}]""", 403)]
    [InlineData("/maps", "alice", """{"a":{"sku":"a","Price":1}}""", 403)]
    [InlineData("/items", "alice", """{"id":1,"margin":2}""", 403)]
    [InlineData("/items", "alice finance", """{"id":1,"margin":2}""", 200)]
    [InlineData("/described", "alice", """{"sku":"a","price":1}""", 403)]
    [InlineData("/plain", "alice", """{"id":1,"margin":2}""", 200)]
    [InlineData("/parties", "alice", """{"$type":"company","limit":1}""", 403)]
    [InlineData("/parties", "alice", """{"$type":"person","limit":1}""", 200)]
    public async Task Who_may_is_the_members_own_say(string path, string? caller, string body, int status)
    {
        await using var app = await StartAsync(generated: false);

        Assert.Equal((HttpStatusCode)status, (await app.SendAsync("POST", path, caller, body)).Status);
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=\"utf-16\"", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_in_other_characters_is_not_let_through(string contentType, HttpStatusCode status)
    {
        await using var app = await StartAsync(generated: false, new() { ["Validation:DisabledReason"] = "a test" });

        foreach (var path in new[] { "/deals", "/controller/deals" })
        {
            var (answered, _) = await app.SendAsync("POST", path, "bob", Encoding.Unicode.GetBytes("""{"ownerId":"me"}"""), contentType);
            Assert.Equal(status, answered);
        }
    }

    [Theory]
    [InlineData("\uFEFF{\"ownerId\":\"me\"}", "application/json", 403)]
    [InlineData("{\"ownerId\":\"me\"", "application/json", 403)]
    [InlineData("{\"note\":\"n\"", "application/json", 400)]
    [InlineData("{\"ownerId\":\"me\"}", "application/problem+json", 403)]
    [InlineData("{\"ownerId\":\"me\"}", "APPLICATION/JSON; CHARSET=UTF-8", 403)]
    [InlineData("{\"ownerId\":\"me\"}", "text/plain", 415)]
    [InlineData("ownerId=me", "application/x-www-form-urlencoded", 415)]
    public async Task With_validation_or_without(string body, string contentType, int status)
    {
        foreach (var reason in new[] { null, "a test" })
        {
            await using var app = await StartAsync(generated: false, new() { ["Validation:DisabledReason"] = reason });

            var answer = await app.SendAsync("POST", "/deals", "bob", body, contentType);

            // What can't be read to its end is nobody's to write: the validation before may say so first.
            Assert.True((int)answer.Status == status || (answer.Status == HttpStatusCode.BadRequest && !body.EndsWith('}')), $"{contentType}: {answer}");
        }
    }

    [Fact]
    public async Task Broken_text_in_a_name_hides_nothing()
    {
        await using var app = await StartAsync(generated: false, new() { ["Validation:DisabledReason"] = "a test" });

        var (status, _) = await app.SendAsync("POST", "/deals", "bob", [.. "{\"\\ud800\":1,\"ownerId\":\"me\"}"u8], "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task References_hide_nothing()
    {
        await using var app = await StartAsync(generated: false, new() { ["Validation:DisabledReason"] = "a test" }, json => json.ReferenceHandler = ReferenceHandler.Preserve);

        var (status, text) = await app.SendAsync("POST", "/deals", "bob", """{"$id":"1","lines":{"$id":"2","$values":[{"sku":"a","price":1}]}}""");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("\"/lines/0/price\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_names_the_type_late_hides_nothing()
    {
        await using var app = await StartAsync(generated: false, new() { ["Validation:DisabledReason"] = "a test" }, json => json.AllowOutOfOrderMetadataProperties = true);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("POST", "/parties", "bob", """{"limit":1,"name":"a","$type":"company"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync("POST", "/parties", "bob", """{"limit":1,"name":"a","$type":"person"}""")).Status);
    }

    [Fact]
    public async Task Where_case_tells_members_apart_another_case_does_not_slip_into_what_takes_the_rest()
    {
        await using var app = await StartAsync(generated: false, json: json => json.PropertyNameCaseInsensitive = false);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("POST", "/deals", "bob", """{"OwnerId":"me"}""")).Status);
    }

    [Fact]
    public async Task A_body_that_the_handler_reads_by_itself_is_held_against_the_rules_too()
    {
        await using var app = await StartAsync(generated: false);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("POST", "/self", "bob", """{"ownerId":"me"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync("POST", "/self", "bob", """{"note":"me"}""")).Status);
    }

    [Fact]
    public async Task Neither_report_mode_nor_taking_the_endpoint_out_switches_rules_off()
    {
        await using var app = await StartAsync(generated: false, new() { ["Mode"] = "Report" });

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("POST", "/deals", "bob", """{"ownerId":"me"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("POST", "/out", "bob", """{"ownerId":"me"}""")).Status);
    }

    [Fact]
    public async Task The_event_says_who_and_where_and_not_what()
    {
        await using var app = await StartAsync(generated: false);

        await app.SendAsync("POST", "/deals", "bob", """{"byName":{"4711":{"sku":"s3cret","price":815}}}""");

        var told = await app.App.Events.NextAsync();
        Assert.Equal(
            ("authz_fail", "property_not_writable", "properties", SecurityEventOutcome.Refused, "bob", "/byName/*/price", 403),
            (told.Name, told.Reason, told.Feature, told.Outcome, told.Subject, told.Detail, told.StatusCode));
    }

    [Fact]
    public async Task A_body_that_is_too_long_to_be_looked_through_is_refused()
    {
        await using var app = await StartAsync(generated: false, new() { ["Validation:DisabledReason"] = "a test" });

        var (status, _) = await app.SendAsync("POST", "/short", "bob", $$"""{"note":"{{new string('a', 2000)}}","ownerId":"me"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task On_a_real_server_the_endpoint_reads_the_body_that_was_looked_through()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapPost("/lines", (List<Line> lines) => lines.Count).AsPublicEndpoint("a test"), kestrel: true, settings: new() { ["Validation:DisabledReason"] = "a test" });
        using var client = app.CreateClient();
        var lines = Enumerable.Range(0, 20_000).Select(index => new { sku = $"number {index}" });

        using var answer = await client.PostAsJsonAsync("/lines", lines, TestContext.Current.CancellationToken);
        using var refused = await client.PostAsJsonAsync("/lines", lines.Append<object>(new { sku = "a", price = 1 }), TestContext.Current.CancellationToken);

        Assert.Equal("20000", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(["/20000/price not_writable"], PropertyApp.Violations(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static Task<PropertyApp> StartAsync(bool generated, Dictionary<string, string?>? settings = null, Action<JsonSerializerOptions>? json = null) => PropertyApp.StartAsync(
        app =>
        {
            app.MapPost("/deals", (Deal deal) => Results.Ok());
            app.MapPost("/out", (Deal deal) => Results.Ok()).DisableApiSecurity("a test");
            app.MapPost("/lines", (Line line) => Results.Ok());
            app.MapPost("/lists", (IReadOnlyList<Line> lines) => Results.Ok());
            app.MapPost("/maps", (Dictionary<string, Line> lines) => Results.Ok());
            app.MapPost("/items", (Item item) => Results.Ok());
            app.MapPost("/parties", (Party party) => Results.Ok());
            app.MapPost("/plain", (PlainItem item) => Results.Ok());
            app.MapPost("/short", (Deal deal) => Results.Ok()).WithRequestLimits(limits => limits.MaxBytes = 1000);
            app.MapPost("/described", async (HttpRequest request) => await request.ReadFromJsonAsync<Line>()).Accepts<Line>("application/json");
            app.MapPost("/self", async (HttpRequest request) =>
            {
                await request.ReadFromJsonAsync<Deal>();
                return Results.Ok();
            });
            app.MapControllers();
        },
        settings,
        builder =>
        {
            builder.Services.AddControllers().OnlyControllers(typeof(DealController)).AddJsonOptions(options => Use(options.JsonSerializerOptions));
            builder.Services.ConfigureHttpJsonOptions(options => Use(options.SerializerOptions));

            void Use(JsonSerializerOptions options)
            {
                json?.Invoke(options);
                if (generated)
                {
                    options.TypeInfoResolverChain.Insert(0, GeneratedContracts.Default);
                }
            }
        });

    private sealed record PlainItem(int Id, int Margin);
}

[ApiController]
public sealed class DealController : ControllerBase
{
    [HttpPost("/controller/deals")]
    public IActionResult Post(Deal deal) => deal is null ? NotFound() : Ok();
}
