using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ApiSecurity.Tests.Validation;

/// <summary>On a real socket: the endpoint reads what was sent, whatever its size and the way it came.</summary>
public sealed class BodyReadingTests
{
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<HttpProtocols, bool, int, int> Sizes()
    {
        var data = new TheoryData<HttpProtocols, bool, int, int>();
        foreach (var protocol in new[] { HttpProtocols.Http1, HttpProtocols.Http2 })
        {
            foreach (var chunked in new[] { false, true })
            {
                // Within one segment of the pipe, over several, just within the default limit, over what Kestrel buffers.
                foreach (var (length, limit) in new[] { (10, Megabyte), (5_000, Megabyte), (Megabyte - 20, Megabyte), (5 * Megabyte, 8 * Megabyte) })
                {
                    data.Add(protocol, chunked, length, limit);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task The_endpoint_reads_every_byte(HttpProtocols protocol, bool chunked, int length, int limit)
    {
        await using var app = await StartAsync(protocol, limit);
        var text = Letters(length);

        Assert.Equal((HttpStatusCode.OK, text), await SendAsync(app, "/echo", $$"""{"text":"{{text}}"}""", protocol, chunked));
        Assert.Empty(app.Events.Pending);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, false, 1)]
    [InlineData(HttpProtocols.Http1, true, 1)]
    [InlineData(HttpProtocols.Http1, true, 4 * Megabyte)]
    [InlineData(HttpProtocols.Http2, false, 1)]
    // By HTTP/2 no more than was sent already: a client that goes on sending may lose the connection before it reads the answer.
    [InlineData(HttpProtocols.Http2, true, 1)]
    public async Task A_body_over_the_limit_is_refused_and_the_server_goes_on(HttpProtocols protocol, bool chunked, int over)
    {
        await using var app = await StartAsync(protocol, Megabyte);

        var (status, text) = await SendAsync(app, "/echo", $$"""{"text":"{{Letters(Megabyte - 11 + over)}}"}""", protocol, chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("content_too_large", text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "x"), await SendAsync(app, "/echo", """{"text":"x"}""", protocol, chunked));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_Report_mode_a_body_over_the_limit_arrives_whole(bool chunked)
    {
        await using var app = await StartAsync(HttpProtocols.Http1, Megabyte, "Report");
        var text = Letters(5 * Megabyte);

        Assert.Equal((HttpStatusCode.OK, text), await SendAsync(app, "/echo", $$"""{"text":"{{text}}"}""", HttpProtocols.Http1, chunked));
    }

    [Theory]
    [InlineData("/context")]
    [InlineData("/stream")]
    [InlineData("/pipe")]
    [InlineData("/accepts")]
    public async Task A_body_that_the_endpoint_reads_by_itself_is_left_alone(string path)
    {
        await using var app = await StartAsync(HttpProtocols.Http1, 1000);
        var text = "{ this is no json " + Letters(2_000);

        Assert.Equal((HttpStatusCode.OK, text), await SendAsync(app, path, text, HttpProtocols.Http1, chunked: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_a_limit_of_the_servers_the_answer_is_the_frameworks(bool chunked)
    {
        await using var bare = await StartAsync(HttpProtocols.Http1, Megabyte, settings: new() { ["Validation:DisabledReason"] = "to compare with" });
        await using var app = await StartAsync(HttpProtocols.Http1, Megabyte);
        var body = $$"""{"text":"{{Letters(5_000)}}"}""";

        var expected = await SendAsync(bare, "/small", body, HttpProtocols.Http1, chunked);
        var actual = await SendAsync(app, "/small", body, HttpProtocols.Http1, chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, expected.Status);
        Assert.Equal((expected.Status, Code(expected.Text)), (actual.Status, Code(actual.Text)));
    }

    [Theory]
    [InlineData("""{"text":"x"}""", HttpStatusCode.OK, "x")]
    [InlineData("""{"text":"x","isAdmin":true}""", HttpStatusCode.BadRequest, "unknown_member")]
    public async Task A_body_that_was_compressed_is_looked_at_as_it_was(string body, HttpStatusCode status, string told)
    {
        await using var app = await StartAsync(HttpProtocols.Http1, Megabyte);

        var answer = await SendAsync(app, "/echo", Compress(body));

        Assert.Equal(status, answer.Status);
        Assert.Contains(told, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_unpacks_to_more_than_the_limit_is_refused()
    {
        await using var app = await StartAsync(HttpProtocols.Http1, Megabyte);
        var bomb = Compress($$"""{"text":"{{new string('x', 20 * Megabyte)}}"}""");
        Assert.True(bomb.Length < 100_000);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(app, "/echo", bomb)).Status);
    }

    private static string Code(string problem) => System.Text.Json.JsonDocument.Parse(problem).RootElement.GetProperty("code").GetString()!;

    /// <summary>Letters in an order in which a lost or doubled piece shows.</summary>
    private static string Letters(int length) => string.Create(length, 0, static (letters, _) =>
    {
        for (var index = 0; index < letters.Length; index++)
        {
            letters[index] = (char)('a' + ((index + (index / 4099)) % 26));
        }
    });

    private static byte[] Compress(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(TestApp app, string path, byte[] gzip)
    {
        var content = new ByteArrayContent(gzip) { Headers = { { "Content-Type", "application/json" }, { "Content-Encoding", "gzip" } } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await SendAsync(app, request);
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(TestApp app, string path, string body, HttpProtocols protocol, bool chunked)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = protocol == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // A stream of unknown length goes out in chunks (and in HTTP/2 without a length).
            Content = chunked ? new StreamContent(new Unsized(bytes)) : new ByteArrayContent(bytes),
            Headers = { ExpectContinue = bytes.Length > Megabyte },
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return await SendAsync(app, request);
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(TestApp app, HttpRequestMessage request)
    {
        using var client = app.CreateClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<TestApp> StartAsync(HttpProtocols protocol, int limit, string mode = "Enforce", Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            app.MapPost("/echo", (Echoed body) => body.Text);
            app.MapPost("/small", (Echoed body) => body.Text).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(1_000));
            app.MapPost("/context", (HttpContext context) => context.Request.Body.CopyToAsync(context.Response.Body));
            app.MapPost("/stream", async (Stream body) => await new StreamReader(body).ReadToEndAsync());
            app.MapPost("/pipe", async (PipeReader body) => await new StreamReader(body.AsStream()).ReadToEndAsync());
            app.MapPost("/accepts", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync()).Accepts<Echoed>("application/json");
        },
        new Dictionary<string, string?>(settings ?? [])
        {
            ["Authorization:DisabledReason"] = "a test",
            ["Transport:Limits:MaxBodyBytes"] = $"{100 * Megabyte}",
            ["Validation:MaxBodyBytes"] = $"{limit}",
            ["Validation:Mode"] = mode,
        },
        builder =>
        {
            builder.Services.AddRequestDecompression();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocol));
        },
        use: app =>
        {
            app.UseRequestDecompression();
            app.UseApiSecurity();
        },
        kestrel: true);

    private sealed class Echoed
    {
        public string? Text { get; set; }
    }

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
