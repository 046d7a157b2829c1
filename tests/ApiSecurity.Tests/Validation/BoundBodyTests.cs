using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;

namespace ApiSecurity.Tests.Validation;

/// <summary>Whatever an endpoint says of its body, the type that it is bound to is checked; what can't be checked is listed.</summary>
public sealed class BoundBodyTests
{
    private const string Wrong = """{"customer":"Ann","isAdmin":true}""";

    [Theory]
    [InlineData("/other-type")]
    [InlineData("/any-type")]
    [InlineData("/wildcard")]
    [InlineData("/group/inner")]
    [InlineData("/said")]
    [InlineData("/spread")]
    [InlineData("/spread-twice")]
    [InlineData("/service")]
    [InlineData("/deep/1?middle.inner.page=1")]
    [InlineData("/deep-record")]
    [InlineData("/deep-cycle")]
    public async Task No_description_takes_a_body_out_of_the_check(string path)
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync(path, Wrong);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{answer.Status} {answer.Text}");
        Assert.Equal(["/isAdmin unknown_member"], answer.Violations);
        Assert.Equal("bound Ann", (await app.PostAsync(path, """{"customer":"Ann"}""")).Text);
    }

    [Theory]
    [InlineData("/stream")]
    [InlineData("/stream-mvc")]
    public async Task Items_that_come_one_by_one_are_checked(string path)
    {
        await using var app = await StartAsync();

        Assert.Equal(["/1/isAdmin unknown_member"], (await app.PostAsync(path, $$"""[{"customer":"A"},{{Wrong}}]""")).Violations);
        Assert.Equal("bound AB", (await app.PostAsync(path, """[{"customer":"A"},{"customer":"B"}]""")).Text);
    }

    [Theory]
    [InlineData("POST /by-itself  (its body is not validated: it is described as Purchase, and the handler reads it by itself)")]
    [InlineData("POST /patched  (its body is not validated: it is read by a converter of its own (PatchConverter), so any JSON without duplicates passes)")]
    [InlineData("POST /two-bodies  (its body is not validated: it may be bound to Labelled too, and is checked as Purchase)")]
    public async Task What_can_not_be_checked_is_listed_at_start(string line)
    {
        await using var app = await StartAsync();

        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains(line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_described_but_not_bound_is_not_listed_where_the_handler_takes_the_stream()
    {
        await using var app = await StartAsync();

        Assert.DoesNotContain(app.Logs.GetSnapshot(), entry => entry.Message.Contains("/raw  (", StringComparison.Ordinal));
        Assert.Equal("bound", (await app.PostAsync("/raw", Wrong)).Text);
    }

    [Fact]
    public async Task A_formatter_that_does_not_tell_what_it_reads_is_listed_and_the_frameworks_json_checked()
    {
        await using var app = await StartAsync(options => options.InputFormatters.Add(new Silent()));

        Assert.Equal(["/isAdmin unknown_member"], (await app.PostAsync("/deep/1", Wrong)).Violations);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains("POST /deep/{id}  (its body is not validated: when Silent reads it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("application/json")]
    public async Task A_formatter_that_stands_behind_the_frameworks_leaves_json_to_it(string mediaType)
    {
        await using var app = await StartAsync(options => options.InputFormatters.Add(new Other(mediaType)));

        Assert.Equal(["/isAdmin unknown_member"], (await app.PostAsync("/deep/1", Wrong)).Violations);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains($"POST /deep/{{id}}  (its body is not validated: when it is sent as {mediaType}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("application/*+json")]
    public async Task A_formatter_that_stands_before_the_frameworks_reads_json_by_rules_of_its_own(string mediaType)
    {
        await using var app = await StartAsync(options => options.InputFormatters.Insert(0, new Other(mediaType)));

        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains("POST /deep/{id}  (its body is not validated: controllers read its JSON with Other", StringComparison.Ordinal));
    }

    private static Task<TestApp> StartAsync(Action<MvcOptions>? mvc = null) => ValidatedApp.StartAsync(
        app =>
        {
            app.MapControllers();
            app.MapPost("/other-type", (Purchase order) => $"bound {order.Customer}").Accepts<Labelled>("application/json");
            app.MapPost("/any-type", (Purchase order) => $"bound {order.Customer}").Accepts<Purchase>("*/*");
            app.MapPost("/wildcard", (Purchase order) => $"bound {order.Customer}").Accepts<Purchase>("application/*");
            app.MapGroup("/group").WithMetadata(new AcceptsMetadataOf(typeof(Labelled))).MapPost("/inner", (Purchase order) => $"bound {order.Customer}");
            app.MapPost("/said", ([FromBody] Purchase order) => $"bound {order.Customer}").Accepts<Labelled>("text/plain", "application/json");
            app.MapPost("/spread", ([AsParameters] Parts parts) => $"bound {parts.Order.Customer}").Accepts<Labelled>("application/json");
            app.MapPost("/spread-twice", ([AsParameters] Paged page, [AsParameters] Parts parts) => $"bound {parts.Order.Customer} {page.Start}".TrimEnd());
            app.MapPost("/service", ([FromServices] Labelled service, Purchase order) => $"bound {order.Customer}").Accepts<Labelled>("application/json");
            app.MapPost("/stream", ([FromBody] IAsyncEnumerable<Purchase> orders) => ReadAsync(orders));
            app.MapPost("/by-itself", async (HttpContext context) => (await context.Request.ReadFromJsonAsync<Purchase>())!.Customer).Accepts<Purchase>("application/json");
            app.MapPost("/raw", (Stream body) => "bound").Accepts<Purchase>("application/json");
            app.MapPost("/patched", (Patch patch) => "bound");
        },
        services: builder =>
        {
            builder.Services.AddSingleton(new Labelled());
            builder.Services.AddControllers(options => mvc?.Invoke(options)).OnlyControllers(typeof(DeepController));
        });

    internal static async Task<string> ReadAsync(IAsyncEnumerable<Purchase> orders)
    {
        var names = "bound ";
        await foreach (var order in orders)
        {
            names += order.Customer;
        }

        return names;
    }

    private sealed record Paged(int? Start);

    private sealed record Parts(Purchase Order, int? Page);

    private sealed class AcceptsMetadataOf(Type type) : Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes => ["application/json"];

        public Type? RequestType => type;

        public bool IsOptional => false;
    }

    [System.Text.Json.Serialization.JsonConverter(typeof(PatchConverter))]
    private sealed class Patch;

    private sealed class PatchConverter : System.Text.Json.Serialization.JsonConverter<Patch>
    {
        public override Patch Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options)
        {
            reader.Skip();
            return new Patch();
        }

        public override void Write(System.Text.Json.Utf8JsonWriter writer, Patch value, System.Text.Json.JsonSerializerOptions options) => writer.WriteNullValue();
    }

    private sealed class Silent : IInputFormatter
    {
        public bool CanRead(InputFormatterContext context) => false;

        public Task<InputFormatterResult> ReadAsync(InputFormatterContext context) => InputFormatterResult.FailureAsync();
    }

    private sealed class Other : InputFormatter
    {
        public Other(string mediaType) => SupportedMediaTypes.Add(mediaType);

        public override Task<InputFormatterResult> ReadRequestBodyAsync(InputFormatterContext context) => InputFormatterResult.FailureAsync();
    }
}

/// <summary>Bodies that are bound somewhere inside of what is bound from several places.</summary>
public sealed class DeepController : Controller
{
    [HttpPost("deep/{id}")]
    public string Post(Outer request) => $"bound {request.Middle?.Inner?.Order?.Customer}";

    [HttpPost("deep-record")]
    public string PostRecord(OuterRecord request) => $"bound {request.Inner.Order.Customer}";

    [HttpPost("deep-cycle")]
    public string PostCycle(Cycle request) => $"bound {request.Inner?.Order?.Customer}";

    [HttpPost("two-bodies")]
    public string PostTwo(Inner first, [FromBody] Labelled second) => $"bound {first.Order?.Customer} {second?.Name}";

    [HttpPost("stream-mvc")]
    public Task<string> PostMany([FromBody] IAsyncEnumerable<Purchase> orders) => BoundBodyTests.ReadAsync(orders);

    public sealed class Outer
    {
        [FromRoute]
        public int Id { get; set; }

        public Middle? Middle { get; set; }
    }

    public sealed class Middle
    {
        public Inner? Inner { get; set; }
    }

    public sealed class Inner
    {
        public int Page { get; set; }

        [FromBody]
        public Purchase? Order { get; set; }
    }

    public sealed record OuterRecord(InnerRecord Inner);

    public sealed record InnerRecord([FromBody] Purchase Order);

    public sealed class Cycle
    {
        [FromQuery]
        public int Depth { get; set; }

        public Inner? Inner { get; set; }

        [Microsoft.AspNetCore.Mvc.ModelBinding.BindNever]
        public Cycle? Self { get; set; }
    }
}
