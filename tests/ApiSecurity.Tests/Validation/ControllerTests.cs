using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Validation;

public sealed class ControllerTests
{
    [Theory]
    [InlineData("/mvc/orders", "bound Ann")]
    [InlineData("/spread/7", "bound 7 Ann")]
    [InlineData("/property", "bound Ann")]
    public async Task A_body_that_an_action_binds_is_checked(string path, string bound)
    {
        await using var app = await StartAsync();

        var right = await app.PostAsync(path, """{"customer":"Ann","lines":[{"quantity":1,"sku":"A"}]}""");
        var wrong = await app.PostAsync(path, """{"customer":"Ann","lines":[{"quantity":0,"isAdmin":true}]}""");

        Assert.Equal((HttpStatusCode.OK, bound), (right.Status, right.Text));
        Assert.Equal(["/lines/0/quantity minimum", "/lines/0/isAdmin unknown_member"], wrong.Violations);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON; charset=UTF-8")]
    [InlineData("text/json")]
    [InlineData("application/vnd.shop+json")]
    [InlineData("application/json; v=1")]
    public async Task Every_media_type_that_is_read_as_json_is_checked(string mediaType)
    {
        await using var app = await StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"customer":"Ann","isAdmin":true}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        Assert.Equal(["/isAdmin unknown_member"], (await app.PostAsync("/mvc/orders", content)).Violations);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonx")]
    public async Task What_is_not_read_as_json_is_the_frameworks_to_refuse(string? mediaType)
    {
        await using var app = await StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"customer":"Ann","isAdmin":true}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        var answer = await app.PostAsync("/mvc/orders", content);

        Assert.True(answer.Status == HttpStatusCode.UnsupportedMediaType, answer.Text);
    }

    [Fact]
    public async Task A_body_that_an_action_reads_by_itself_is_left_alone()
    {
        await using var app = await StartAsync();

        Assert.Equal("bound {no json", (await app.PostAsync("/mvc/raw", "{no json")).Text);
    }

    [Fact]
    public async Task Controllers_have_serializer_options_of_their_own()
    {
        await using var app = await StartAsync(mvc => mvc.AddJsonOptions(options => options.JsonSerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseUpper));

        Assert.Equal("bound Ann", (await app.PostAsync("/mvc/orders", """{"CUSTOMER":"Ann","LINES":[{"QUANTITY":1}]}""")).Text);
    }

    [Fact]
    public async Task Errors_have_the_names_of_json_where_the_application_chose_those()
    {
        await using var app = await StartAsync(mvc => mvc.AddMvcOptions(options => options.ModelMetadataDetailsProviders.Add(new SystemTextJsonValidationMetadataProvider())));

        var answer = await app.PostAsync("/mvc/orders", """{"customer":"","lines":[{"quantity":0}]}""");

        Assert.Equal(["customer", "lines[0].quantity"], answer.Problem.GetProperty("errors").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Bodies_that_Newtonsoft_Json_reads_are_left_alone_and_listed_at_start()
    {
        await using var app = await StartAsync(mvc => mvc.AddNewtonsoftJson());

        Assert.Equal("bound Ann", (await app.PostAsync("/mvc/orders", """{"customer":"Ann","unknown":1}""")).Text);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains(
            "POST /mvc/orders  (its body is not validated: controllers read its JSON with NewtonsoftJsonInputFormatter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_patch_that_a_formatter_of_its_own_reads_is_left_alone_and_listed_at_start()
    {
        await using var app = await StartAsync(mvc => mvc.AddMvcOptions(options => options.InputFormatters.Insert(0, PatchFormatter())));
        using var client = app.CreateClient();

        using var response = await client.PatchAsync(
            "/mvc/orders",
            new StringContent("""[{"op":"replace","path":"/customer","value":"Bob"}]""", Encoding.UTF8, "application/json-patch+json"),
            TestContext.Current.CancellationToken);

        Assert.Equal("bound Bob", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains(
            "PATCH /mvc/orders  (its body is not validated: controllers read its JSON with NewtonsoftJsonPatchInputFormatter", StringComparison.Ordinal));
        Assert.Equal(["/isAdmin unknown_member"], (await app.PostAsync("/mvc/orders", """{"customer":"Ann","isAdmin":true}""")).Violations);
    }

    [Fact]
    public async Task A_body_that_may_also_come_as_xml_is_listed_at_start()
    {
        await using var app = await StartAsync(mvc => mvc.AddXmlSerializerFormatters());

        Assert.Equal(["/isAdmin unknown_member"], (await app.PostAsync("/mvc/orders", """{"customer":"Ann","isAdmin":true}""")).Violations);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains(
            "POST /mvc/orders  (its body is not validated: when it is sent as application/xml", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "The name is missing.")]
    [InlineData("de", "Der Name fehlt.")]
    public async Task An_annotation_speaks_the_language_of_the_request(string language, string text)
    {
        await using var app = await StartAsync(use: app => app.UseRequestLocalization("en", "de").UseApiSecurity());
        foreach (var path in new[] { "/mvc/labelled", "/labelled" })
        {
            var content = ValidatedApp.Json("""{"name":""}""");
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { "Accept-Language", language } } };

            using var client = app.CreateClient();
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Contains(text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private static IInputFormatter PatchFormatter()
    {
        using var services = new ServiceCollection().AddLogging().AddMvc().AddNewtonsoftJson().Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<MvcOptions>>().Value.InputFormatters.OfType<NewtonsoftJsonPatchInputFormatter>().First();
    }

    internal static Task<TestApp> StartAsync(
        Action<IMvcBuilder>? mvc = null, Dictionary<string, string?>? settings = null, Action<WebApplication>? use = null, bool kestrel = false) => TestApp.StartAsync(
        app =>
        {
            app.MapControllers();
            app.MapPost("/labelled", (Labelled body) => $"bound {body.Name}");
        },
        new Dictionary<string, string?>(settings ?? []) { ["Authorization:DisabledReason"] = "a test" },
        builder =>
        {
            var controllers = builder.Services.AddControllers().OnlyControllers(typeof(ValidatedController), typeof(SpreadController), typeof(BoundPropertyController));
            mvc?.Invoke(controllers);
        },
        use,
        kestrel: kestrel);
}
