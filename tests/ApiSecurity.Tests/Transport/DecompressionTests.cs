using System.IO.Compression;
using System.Net;

namespace ApiSecurity.Tests.Transport;

public sealed class DecompressionTests
{
    private static readonly Dictionary<string, string?> Enabled = new()
    {
        ["Transport:Decompression:Encodings:0"] = "gzip",
        ["Transport:Decompression:Encodings:1"] = "br",
        ["Transport:Decompression:Encodings:2"] = "deflate",
    };

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    [InlineData("x")]
    public async Task Compressed_bodies_are_refused_unless_asked_for(string encoding)
    {
        await using var app = await StartAsync([], kestrel: true);

        using var response = await SendAsync(app, Compress("gzip", new byte[10]), encoding);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("identity", response.Headers.GetValues("Accept-Encoding").Single());
        Assert.Contains("content_encoding_not_supported", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identity_is_no_encoding()
    {
        await using var app = await StartAsync([], kestrel: true);

        using var response = await SendAsync(app, new byte[10], "identity");

        Assert.Equal("10", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("GZIP")]
    public async Task An_enabled_encoding_is_decoded(string encoding)
    {
        await using var app = await StartAsync(Enabled, kestrel: true);
        var content = new byte[300_000];
        new Random(1).NextBytes(content);

        using var response = await SendAsync(app, Compress(encoding, content), encoding);

        Assert.Equal("300000", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("gzip", 900_000)]
    [InlineData("br", 900_000)]
    [InlineData("deflate", 900_000)]
    [InlineData("gzip", 50_000_000)]
    [InlineData("br", 50_000_000)]
    public async Task A_bomb_ends_in_413(string encoding, int size)
    {
        await using var app = await StartAsync(Enabled, kestrel: true);

        using var response = await SendAsync(app, Compress(encoding, new byte[size]), encoding);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("decompression_bomb", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_large_body_that_is_no_bomb_ends_at_the_size_of_the_endpoint()
    {
        await using var app = await StartAsync(Enabled, kestrel: true);
        var content = new byte[1_100_000];
        new Random(1).NextBytes(content.AsSpan(0, 100_000));

        using var response = await SendAsync(app, Compress("gzip", content), "gzip");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_bomb_in_a_bomb_is_decoded_no_level()
    {
        await using var app = await StartAsync(Enabled, kestrel: true);

        using var response = await SendAsync(app, Compress("gzip", Compress("gzip", new byte[1_000_000])), "gzip, gzip");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("gzip, br, deflate", response.Headers.GetValues("Accept-Encoding").Single());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Garbage_is_the_clients_fault(string encoding)
    {
        await using var app = await StartAsync(Enabled, kestrel: true);
        var garbage = new byte[1000];
        new Random(2).NextBytes(garbage);

        using var response = await SendAsync(app, garbage, encoding);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_truncated_body_is_no_fault_of_the_servers()
    {
        await using var app = await StartAsync(Enabled, kestrel: true);
        var content = new byte[10_000];
        new Random(1).NextBytes(content);

        using var response = await SendAsync(app, Compress("gzip", content)[..5000], "gzip");

        // .NET's decoder takes the end of its input for the end of the data.
        Assert.InRange((int)response.StatusCode, 200, 499);
    }

    [Theory]
    [InlineData("zip", "ApiSecurity:Transport:Decompression:Encodings:0 is not an encoding that can be decoded. Write one of gzip, br, deflate.")]
    public async Task An_encoding_that_can_not_be_decoded_stops_the_start(string encoding, string message)
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => StartAsync(new() { ["Transport:Decompression:Encodings:0"] = encoding }, kestrel: false));

        Assert.Equal([message], error.Failures);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?> settings, bool kestrel) =>
        TestApp.StartAsync(app => app.MapPost("/", RequestLimitsTests.Read).AsPublicEndpoint("a test"), settings, kestrel: kestrel);

    private static async Task<HttpResponseMessage> SendAsync(TestApp app, byte[] content, string encoding)
    {
        using var client = app.CreateClient();
        var body = new ByteArrayContent(content);
        body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await client.PostAsync(new Uri("/", UriKind.Relative), body, TestContext.Current.CancellationToken);
    }

    private static byte[] Compress(string encoding, byte[] content)
    {
        using var output = new MemoryStream();
        using (Stream encoder = encoding.ToUpperInvariant() switch
        {
            "GZIP" => new GZipStream(output, CompressionLevel.Optimal),
            "BR" => new BrotliStream(output, CompressionLevel.Optimal),
            _ => new ZLibStream(output, CompressionLevel.Optimal),
        })
        {
            encoder.Write(content);
        }

        return output.ToArray();
    }
}
