using System.Net;
using System.Text;

namespace ApiSecurity.Tests.Validation;

/// <summary>No way of writing <c>Content-Type</c> takes a body past the check that is bound in the end.</summary>
public sealed class MediaTypeTests
{
    private const string Wrong = """{"customer":"Ann","isAdmin":true,"customer":"Bob"}""";
    private const string Right = """{"customer":"Ann"}""";

    public static TheoryData<string> Malformed() =>
    [
        "application/json x",
        "application/json;;",
        "application/json;a=b=c",
        "application/json; \"",
        "application/json;charset=\"utf-8",
        "application/json, text/plain",
        "application/json,",
        "application/json;=",
        "application/json\t;;charset=utf-16",
        "text/json x",
        "application/a+json x",
        "application/json; charset=utf-8; charset=utf-16",
        "application/json; charset=utf-16; Charset=\"utf-8\"",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_readers_may_read_differently_is_refused(string contentType)
    {
        await using var app = await StartAsync();
        foreach (var path in new[] { "/mvc/orders", "/orders" })
        {
            var answer = await app.PostAsync(path, Content(contentType, Wrong));

            Assert.True(answer.Status == HttpStatusCode.UnsupportedMediaType, $"{path}: {answer.Status} {answer.Text}");
            Assert.Equal("unsupported_media_type", answer.Code);
        }

        // Minimal APIs' own routing may have refused it before.
        Assert.Equal(("unsupported_media_type", SecurityEventOutcome.Refused), Of(await app.Events.NextAsync()));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task In_report_mode_it_is_told_and_goes_on(string contentType)
    {
        await using var app = await StartAsync(new() { ["Validation:Mode"] = "Report" });
        await using var bare = await StartAsync(new() { ["Validation:DisabledReason"] = "to compare with" });

        var answer = await app.PostAsync("/mvc/orders", Content(contentType, Right));

        Assert.Equal((await bare.PostAsync("/mvc/orders", Content(contentType, Right))).Status, answer.Status);
        Assert.Equal(("unsupported_media_type", SecurityEventOutcome.Reported), Of(await app.Events.NextAsync()));
    }

    [Fact]
    public async Task Two_headers_are_not_one()
    {
        await using var app = await StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Wrong));
        content.Headers.TryAddWithoutValidation("Content-Type", ["application/json", "application/json"]);

        var answer = await app.PostAsync("/mvc/orders", content);

        Assert.True(answer.Status is HttpStatusCode.UnsupportedMediaType or HttpStatusCode.BadRequest, answer.Text);
    }

    [Theory]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/json ; charset=utf-8")]
    [InlineData("application/json;odata=verbose; charset=utf-8")]
    [InlineData("application/vnd.a+json; v=\"a;b\"")]
    [InlineData("application/json;charset=\"utf-8\"")]
    public async Task What_the_grammar_allows_is_read_and_checked(string contentType)
    {
        await using var app = await StartAsync();

        Assert.Equal("unknown_member", (await app.PostAsync("/mvc/orders", Content(contentType, Wrong))).Code);
        var right = await app.PostAsync("/mvc/orders", Content(contentType, Right));
        Assert.True(right.Status is HttpStatusCode.OK or HttpStatusCode.UnsupportedMediaType, right.Text);
    }

    [Theory]
    [InlineData("\"utf-8\"")]
    [InlineData("\"utf-16\"")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("")]
    public async Task A_charset_that_minimal_apis_fail_at_is_refused_cleanly(string charset)
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/orders", Content($"application/json; charset={charset}", Right));

        Assert.True(answer.Status == HttpStatusCode.UnsupportedMediaType, $"{answer.Status} {answer.Text}");
        Assert.Equal("unsupported_media_type", answer.Code);
    }

    private static (string, SecurityEventOutcome) Of(SecurityEvent told) => (told.Reason, told.Outcome);

    private static ByteArrayContent Content(string contentType, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", contentType));
        return content;
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => ValidatedApp.StartAsync(
        app =>
        {
            app.MapControllers();
            app.MapPost("/orders", (Purchase order) => $"bound {order.Customer}");
        },
        settings,
        builder => builder.Services.AddControllers().OnlyControllers(typeof(ValidatedController)),
        kestrel: true);
}
