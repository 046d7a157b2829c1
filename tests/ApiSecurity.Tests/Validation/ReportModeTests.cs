using System.Text;
using System.Text.RegularExpressions;

namespace ApiSecurity.Tests.Validation;

/// <summary>In Report mode the application answers what it answers without request validation, byte for byte.</summary>
public sealed partial class ReportModeTests
{
    private static readonly string[] Paths = ["/minimal", "/nullable", "/stream", "/buffered", "/mvc/orders", "/mvc/raw"];

    private static readonly (string Type, string Body)[] Requests =
    [
        ("application/json", """{"customer":"Ann"}"""),
        ("application/json", """{"customer":"Ann","isAdmin":true,"priority":9}"""),
        ("application/json", """{"customer":"Ann","customer":"Bob"}"""),
        ("application/json", """{"customer":null,"note":7}"""),
        ("application/json", ""),
        ("application/json", "null"),
        ("application/json", "{cut"),
        ("application/json", "[[[[[[[[[["),
        ("application/json; charset=utf-16", """{"customer":"Ann"}"""),
        ("application/json; charset=no-such-charset", """{"customer":"Ann"}"""),
        ("text/plain", """{"customer":"Ann"}"""),
        ("application/json", $$"""{"customer":"{{new string('A', 3000)}}"}"""),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answers_are_the_same_as_without_it(bool kestrel)
    {
        await using var bare = await StartAsync(kestrel, new() { ["Validation:DisabledReason"] = "to compare with" });
        await using var app = await StartAsync(kestrel, new() { ["Validation:Mode"] = "Report", ["Validation:MaxBodyBytes"] = "2000" });
        foreach (var path in Paths)
        {
            foreach (var (type, body) in Requests)
            {
                foreach (var chunked in new[] { false, true })
                {
                    var expected = await SendAsync(bare, path, type, body, chunked);
                    var actual = await SendAsync(app, path, type, body, chunked);

                    Assert.True(expected == actual, $"{path} {type} {body[..Math.Min(40, body.Length)]} chunked: {chunked}\n{expected}\n{actual}");
                }
            }
        }
    }

    [Fact]
    public async Task What_would_have_been_refused_is_told()
    {
        await using var app = await StartAsync(kestrel: false, new() { ["Validation:Mode"] = "Report", ["Validation:MaxBodyBytes"] = "2000" });

        await SendAsync(app, "/minimal", "application/json", """{"customer":"Ann","isAdmin":true}""", chunked: true);
        await SendAsync(app, "/minimal", "application/json", $$"""{"customer":"{{new string('A', 3000)}}"}""", chunked: true);

        var unknown = await app.Events.NextAsync();
        var tooLarge = await app.Events.NextAsync();
        Assert.Equal(("unknown_member", SecurityEventOutcome.Reported), (unknown.Reason, unknown.Outcome));
        Assert.Equal(("content_too_large", SecurityEventOutcome.Reported), (tooLarge.Reason, tooLarge.Outcome));
    }

    private static async Task<string> SendAsync(TestApp app, string path, string type, string body, bool chunked)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {response.Content.Headers.ContentType} {TraceId().Replace(text, "")}";
    }

    private static Task<TestApp> StartAsync(bool kestrel, Dictionary<string, string?> settings) => TestApp.StartAsync(
        app =>
        {
            app.MapControllers();
            app.MapPost("/minimal", (Purchase order) => $"bound {order.Customer} {order.Priority}");
            app.MapPost("/nullable", (Purchase? order) => $"bound {order?.Customer ?? "nothing"}");
            app.MapPost("/stream", (Stream body) => new StreamReader(body).ReadToEndAsync());
            app.MapPost("/buffered", (Purchase order, HttpRequest request) => $"bound {order.Customer} {request.Body.CanSeek}");
        },
        new Dictionary<string, string?>(settings) { ["Authorization:DisabledReason"] = "a test" },
        builder => builder.Services.AddControllers().OnlyControllers(typeof(ValidatedController)),
        use: app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Path == "/buffered")
                {
                    context.Request.EnableBuffering();
                }

                return next(context);
            });
            app.UseApiSecurity();
        },
        kestrel: kestrel);

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
