using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;

namespace ApiSecurity.Tests.Validation;

/// <summary>Types against bodies: what is let through must bind, and what is refused is told where and why.</summary>
public sealed class BodyTableTests
{
    [Theory]
    [InlineData("everything", """{}""")]
    [InlineData("everything", """{"flag":true,"small":255,"big":-9223372036854775808,"money":1.5,"ratio":1e3,"huge":170141183460469231731687303715884105727}""")]
    [InlineData("everything", """{"letter":"x","day":"2026-01-31","span":"01:02:03","link":"/a","bytes":"AAECAw==","access":3,"kind":"Express","postcode":null}""")]
    [InlineData("everything", """{"numbers":[1,2],"byName":{"a":{"quantity":1}},"pair":{"key":"a","value":1},"free":[{"any":"thing"}],"x-renamed":5}""")]
    [InlineData("everything", """{"small":"12","money":"1.50","numbers":["1"]}""")]
    [InlineData("everything", """{"readOnly":"what a client sends back is skipped"}""")]
    [InlineData("everything", """{"FLAG":true,"X-Renamed":1}""")]
    [InlineData("order", """{"customer":"Ann","anything":{"a":[1,null,"x"]},"note":null,"email":"a@b.example","summary":"x"}""")]
    [InlineData("required", """{"x":1,"name":"n"}""")]
    [InlineData("open", """{"x":1,"more":{"isAdmin":true}}""")]
    [InlineData("extended", """{"x":1,"more":2}""")]
    [InlineData("node", """{"name":"a","next":{"name":"b","children":[{"name":"c"},null]}}""")]
    [InlineData("shape", """{"kind":"circle","radius":1}""")]
    [InlineData("animal", """{"name":"x"}""")]
    [InlineData("animal", """{"kind":1,"lives":9}""")]
    [InlineData("animal", """{"kind":"1","tricks":3}""")]
    [InlineData("lines", """[{"quantity":1},{"quantity":100}]""")]
    [InlineData("lines", """[]""")]
    [InlineData("text", "\"any text \\ud83d\\ude00\"")]
    [InlineData("number", "17")]
    public async Task A_body_that_binds_passes(string path, string body)
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/" + path, body);

        Assert.Equal((HttpStatusCode.OK, "bound"), (answer.Status, answer.Text));
        Assert.Empty(app.Events.Pending);
    }

    [Theory]
    [InlineData("everything", """{"flag":1,"small":256,"big":9223372036854775808,"money":"x","ratio":1e999,"huge":1.5}""", "/flag type", "/small type", "/big type", "/money type", "/ratio type", "/huge type")]
    [InlineData("everything", """{"letter":"xy","day":"31.1.2026","span":"soon","bytes":"*","access":"Read","kind":"Overnight","postcode":12}""", "/letter format", "/day format", "/span format", "/bytes format", "/access enum", "/kind enum", "/postcode pattern")]
    [InlineData("everything", """{"bytes":"AAECAwQ=","strict":"1","numbers":[1,"x",null],"byName":{"a":{"quantity":0}},"pair":{"key":"a","extra":1}}""", "/bytes maxLength", "/strict type", "/numbers/1 type", "/numbers/2 type", "/byName/a/quantity minimum", "/pair/extra unknown_member")]
    [InlineData("everything", """{"filled":[{"quantity":0,"isAdmin":1}],"unreadable":"System.String","flag":null,"free":{"a":1,"a":2}}""", "/filled/0/quantity minimum", "/filled/0/isAdmin unknown_member", "/unreadable format", "/flag type", "/free/a duplicate_member")]
    [InlineData("everything", """{"renamed":5,"x-renamed":[]}""", "/renamed unknown_member", "/x-renamed type")]
    [InlineData("order", """{"customer":null,"kind":7,"reference":"1","due":"tomorrow","tags":{"a":"x","b/c":1.5}}""", "/customer type", "/kind enum", "/reference format", "/due format", "/tags/a type", "/tags type")]
    [InlineData("order", """{"customer":"A","lines":[]}""", "/lines minItems")]
    [InlineData("order", """{"customer":"A","lines":[{"quantity":1},{"quantity":1},{"quantity":1},{"quantity":101}],"discount":0.4,"email":"x"}""", "/lines/3/quantity maximum", "/lines maxItems", "/discount minimum", "/email format")]
    [InlineData("order", """[]""", " type")]
    [InlineData("order", """{}""", "/customer required")]
    [InlineData("required", """{"X":1,"more":[{"deep":1}]}""", "/more unknown_member", "/name required")]
    [InlineData("required", """{"x":1,"name":null}""", "/name type")]
    [InlineData("node", """{"next":{"children":[{"name":1,"isAdmin":true}]}}""", "/next/children/0/name type", "/next/children/0/isAdmin unknown_member")]
    [InlineData("shape", """{"kind":"circle","radius":11,"side":1}""", "/radius maximum", "/side unknown_member")]
    [InlineData("shape", """{"kind":"triangle"}""", "/kind discriminator")]
    [InlineData("shape", """{"kind":{"a":1}}""", "/kind discriminator")]
    [InlineData("shape", """{"radius":1}""", "/kind discriminator")]
    [InlineData("shape", """{"radius":1,"kind":"circle"}""", "/kind discriminator")]
    [InlineData("shape", """{"kind":"circle","kind":"square","radius":1}""", "/kind duplicate_member")]
    [InlineData("shape", """{"kind":"circle","Kind":"square","radius":1}""", "/Kind duplicate_member")]
    [InlineData("animal", """{"kind":1,"tricks":9}""", "/tricks unknown_member")]
    [InlineData("animal", """{"kind":"1","lives":9}""", "/lives unknown_member")]
    [InlineData("animal", """{"kind":2}""", "/kind discriminator")]
    [InlineData("lines", """[{"quantity":1},{"quantity":"many"},{"quantity":1,"x":1}]""", "/1/quantity type", "/2/x unknown_member")]
    [InlineData("text", "17", " type")]
    [InlineData("number", "\"x\"", " type")]
    public async Task A_body_that_does_not_fit_is_told_where_and_why(string path, string body, params string[] violations)
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/" + path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(violations, answer.Violations);
    }

    [Fact]
    public async Task A_discriminator_may_stand_anywhere_if_the_serializer_allows_that()
    {
        await using var app = await StartAsync(json => json.AllowOutOfOrderMetadataProperties = true);

        Assert.Equal("bound", (await app.PostAsync("/shape", """{"radius":1,"kind":"circle"}""")).Text);
        Assert.Equal(["/radius maximum"], (await app.PostAsync("/shape", """{"radius":11,"kind":"circle"}""")).Violations);
    }

    [Theory]
    [InlineData("""{"CUSTOMER":"A"}""", "/CUSTOMER unknown_member", "/customer required")]
    [InlineData("""{"customer":"A","Customer":"B"}""", "/Customer unknown_member")]
    public async Task Where_case_counts_another_case_is_another_member(string body, params string[] violations)
    {
        await using var app = await StartAsync(json => json.PropertyNameCaseInsensitive = false);

        Assert.Equal(violations, (await app.PostAsync("/order", body)).Violations);
    }

    [Fact]
    public async Task Naming_numbers_comments_and_commas_are_those_of_the_application()
    {
        await using var app = await StartAsync(json =>
        {
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.NumberHandling = JsonNumberHandling.Strict | JsonNumberHandling.AllowNamedFloatingPointLiterals;
            json.ReadCommentHandling = JsonCommentHandling.Skip;
            json.AllowTrailingCommas = true;
        });

        Assert.Equal("bound", (await app.PostAsync("/everything", """{"by_name":{}, /* so */ "ratio":"NaN",}""")).Text);
        Assert.Equal(["/byName unknown_member", "/small type"], (await app.PostAsync("/everything", """{"byName":{},"small":"1"}""")).Violations);
    }

    [Fact]
    public async Task Enums_by_name_are_those_that_the_type_has()
    {
        await using var app = await StartAsync(json => json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower)));

        Assert.Equal("bound", (await app.PostAsync("/order", """{"customer":"A","kind":"express"}""")).Text);
        Assert.Equal(["/kind enum"], (await app.PostAsync("/order", """{"customer":"A","kind":"overnight"}""")).Violations);
        Assert.Equal(["/kind enum"], (await app.PostAsync("/order", """{"customer":"A","kind":17}""")).Violations);
    }

    [Fact]
    public async Task Annotations_look_at_what_a_converter_of_the_applications_own_has_read()
    {
        await using var app = await StartAsync(json => json.Converters.Add(new TrimmingConverter()));

        Assert.Equal("bound", (await app.PostAsync("/order", """{"customer":" A ","note":"                     ab          "}""")).Text);
        Assert.Equal(["/note minLength", "/country pattern"], (await app.PostAsync("/order", """{"customer":" A ","note":" x ","country":" de "}""")).Violations);
        // What the converter can't read is told by whoever binds the body.
        Assert.Equal("malformed_request", (await app.PostAsync("/order", """{"customer":17}""")).Code);
    }

    [Fact]
    public async Task A_member_that_a_modifier_took_out_of_the_contract_is_unknown()
    {
        await using var app = await StartAsync(json => json.TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { static type => { if (type.Type == typeof(StrictPoint)) { type.Properties.RemoveAt(1); } } },
        });

        Assert.Equal(["/name unknown_member"], (await app.PostAsync("/required", """{"x":1,"name":"n"}""")).Violations);
    }

    [Fact]
    public async Task A_body_whose_objects_may_refer_to_each_other_is_left_alone_and_listed_at_start()
    {
        await using var app = await ValidatedApp.StartAsync(
            app => app.MapPost("/node", (Node body) => "bound"),
            services: builder => builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.ReferenceHandler = ReferenceHandler.Preserve));

        Assert.Equal("bound", (await app.PostAsync("/node", """{"$id":"1","name":"a","children":[]}""")).Text);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains("POST /node  (its body is not validated: its JSON may use references ($ref)", StringComparison.Ordinal));
    }

    internal static Task<TestApp> StartAsync(Action<JsonSerializerOptions>? json = null, Dictionary<string, string?>? settings = null) => ValidatedApp.StartAsync(
        app =>
        {
            app.MapPost("/everything", (Everything body) => "bound");
            app.MapPost("/order", (NewOrder body) => "bound");
            app.MapPost("/required", (StrictPoint body) => "bound");
            app.MapPost("/open", (OpenPoint body) => "bound");
            app.MapPost("/extended", (ExtendedPoint body) => "bound");
            app.MapPost("/node", (Node body) => "bound");
            app.MapPost("/shape", (Shape body) => "bound");
            app.MapPost("/animal", (Animal body) => "bound");
            app.MapPost("/lines", (List<OrderLine> body) => "bound");
            app.MapPost("/any", (JsonElement body) => "bound");
            app.MapPost("/text", ([Microsoft.AspNetCore.Mvc.FromBody] string body) => "bound");
            app.MapPost("/number", ([Microsoft.AspNetCore.Mvc.FromBody] int body) => "bound");
        },
        settings,
        builder => builder.Services.Configure<JsonOptions>(options => json?.Invoke(options.SerializerOptions)));
}
