using System.Net;

namespace ApiSecurity.Tests.Validation;

public sealed class MinimalApiTests
{
    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => ValidatedApp.StartAsync(
        app =>
        {
            var group = app.MapGroup("/api");
            group.MapPost("/orders", (NewOrder order) => $"{order.Customer} {order.IsAdmin}");
            group.MapGet("/orders", () => "list");
        },
        settings);

    [Fact]
    public async Task A_right_body_reaches_the_endpoint()
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/api/orders", """{"customer":"Ann","lines":[{"quantity":2,"sku":"A"}],"tags":{"a":1},"discount":1.5}""");

        Assert.Equal((HttpStatusCode.OK, "Ann False"), (answer.Status, answer.Text));
        Assert.Empty(app.Events.Pending);
    }

    [Theory]
    [InlineData("""{"name":"Ann"}""", HttpStatusCode.OK, "")]
    [InlineData("""{"name":"Ann","note":null,"tag":"x"}""", HttpStatusCode.OK, "")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "/name required")]
    [InlineData("""{"name":null}""", HttpStatusCode.BadRequest, "/name type")]
    public async Task A_parameter_that_is_never_null_is_required_of_clients_too(string body, HttpStatusCode status, string violation)
    {
        await using var app = await ValidatedApp.StartAsync(app => app.MapPost("/", (Named body) => body.Name.Length));

        var answer = await app.PostAsync("/", body);

        Assert.Equal((status, violation), (answer.Status, string.Join(", ", answer.Violations)));
    }

    [Theory]
    [InlineData("/ignored", """{"text":"hi"}""", "hi -", "")]
    [InlineData("/ignored", """{"text":"hi","userId":"bob"}""", "", "/userId unknown_member")]
    [InlineData("/converted", """{"plain":"","many":["","7"]}""", "-1 2", "")]
    [InlineData("/node", """{"a":1,"b":2}""", "2", "")]
    [InlineData("/node", """{"a":1,"A":2}""", "", "/A duplicate_member")]
    [InlineData("/bag", """{"x":1,"more":{"a":1,"b":{}}}""", "2", "")]
    [InlineData("/bag", """{"x":1,"more":{"a":1,"A":2}}""", "", "/more/A duplicate_member")]
    public async Task What_the_serializer_makes_of_a_type_decides(string path, string body, string text, string violation)
    {
        await using var app = await ValidatedApp.StartAsync(
            app =>
            {
                app.MapPost("/ignored", (Command body) => $"{body.Text} {body.UserId ?? "-"}");
                app.MapPost("/converted", (Converted body) => $"{body.Plain} {body.Many.Length}");
                app.MapPost("/bag", (Bag body) => $"{body.Extra!["more"]!.AsObject().Count}");
                app.MapPost("/node", (System.Text.Json.Nodes.JsonObject body) => $"{body.Count}");
            },
            services: builder => builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new LenientNumber())));

        var answer = await app.PostAsync(path, body);

        Assert.Equal((violation, violation.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest), (string.Join(", ", answer.Violations), answer.Status));
        Assert.True(text.Length == 0 || answer.Text == text, answer.Text);
    }

    private sealed record Command([property: System.Text.Json.Serialization.JsonIgnore] string UserId, string Text);

    private sealed class Bag
    {
        public int X { get; set; }

        [System.Text.Json.Serialization.JsonExtensionData]
        public System.Text.Json.Nodes.JsonObject? Extra { get; set; }
    }

    private sealed record Converted(int? Plain, int?[] Many);

    private sealed class LenientNumber : System.Text.Json.Serialization.JsonConverter<int?>
    {
        public override int? Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
            int.TryParse(reader.GetString(), out var number) ? number : -1;

        public override void Write(System.Text.Json.Utf8JsonWriter writer, int? value, System.Text.Json.JsonSerializerOptions options) => writer.WriteStringValue($"{value}");
    }

    private sealed record Named(string Name, string? Note, int Count, string Tag = "none");

    [Theory]
    [InlineData("/large", 3_000_000, HttpStatusCode.OK)]
    [InlineData("/large", 4_000_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/frameworks", 3_000_000, HttpStatusCode.OK)]
    [InlineData("/frameworks", 4_000_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/small", 50, HttpStatusCode.OK)]
    [InlineData("/small", 200, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/", 1_000_000, HttpStatusCode.OK)]
    [InlineData("/", 2_000_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task An_endpoints_own_limit_counts_for_bodies_that_are_checked(string path, int length, HttpStatusCode status)
    {
        await using var app = await ValidatedApp.StartAsync(
            app =>
            {
                app.MapPost("/", (Named body) => body.Name.Length);
                app.MapPost("/large", (Named body) => body.Name.Length).WithRequestLimits(limits => limits.MaxBytes = 3_500_000);
                app.MapPost("/small", (Named body) => body.Name.Length).WithRequestLimits(limits => limits.MaxBytes = 100);
                app.MapPost("/frameworks", (Named body) => body.Name.Length).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(3_500_000));
            },
            kestrel: true);

        var answer = await app.PostAsync(path, $$"""{"name":"{{new string('x', length)}}"}""");

        Assert.Equal(status, answer.Status);
        if (status != HttpStatusCode.OK)
        {
            Assert.Equal("content_too_large", answer.Code);
        }
    }

    [Fact]
    public async Task A_wrong_body_is_told_in_the_shape_that_clients_know_with_pointers_beside_it()
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/api/orders", """{"customer":"","note":"x","lines":[{"quantity":0,"sku":"toolong"}],"country":"de"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json", "schema_mismatch"), (answer.Status, answer.ContentType, answer.Code));
        Assert.Equal(
            ["/customer required", "/note minLength", "/lines/0/quantity minimum", "/lines/0/sku maxLength", "/country pattern"],
            answer.Violations);
        Assert.Equal(
            [
                "Customer: The Customer field is required.",
                "Note: The field Note must be a string with a minimum length of 2 and a maximum length of 20.",
                "Lines[0].Quantity: Between 1 and 100, please.",
                "Lines[0].Sku: The field Sku must be a string or array type with a maximum length of '5'.",
                "Country: The field Country must match the regular expression '[A-Z]{2,3}'.",
            ],
            answer.Errors);
        Assert.Equal("One or more validation errors occurred.", answer.Problem.GetProperty("title").GetString());
        var told = await app.Events.NextAsync();
        Assert.Equal(("input_validation_fail", "schema_mismatch", "/customer required"), (told.Name, told.Reason, told.Detail));
    }

    [Fact]
    public async Task A_member_that_the_type_does_not_have_is_refused()
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/api/orders", """{"customer":"Ann","isAdmin":true}""");

        Assert.Equal((HttpStatusCode.BadRequest, "unknown_member"), (answer.Status, answer.Code));
        Assert.Equal(["/isAdmin unknown_member"], answer.Violations);
        Assert.Equal("/isAdmin unknown_member", (await app.Events.NextAsync()).Detail);
    }

    [Fact]
    public async Task Report_mode_lets_the_same_body_through_and_tells()
    {
        await using var app = await StartAsync(new() { ["Validation:Mode"] = "Report" });

        var answer = await app.PostAsync("/api/orders", """{"customer":"Ann","isAdmin":true}""");

        Assert.Equal((HttpStatusCode.OK, "Ann False"), (answer.Status, answer.Text));
        Assert.Equal("unknown_member", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_request_without_a_body_passes()
    {
        await using var app = await StartAsync();

        Assert.Equal("list", await app.CreateClient().GetStringAsync("/api/orders", TestContext.Current.CancellationToken));
    }
}
