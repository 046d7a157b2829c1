using Microsoft.AspNetCore.Server.Kestrel.Core;
using static ApiSecurity.Tests.Transport.RawHttp2;

namespace ApiSecurity.Tests.Transport;

/// <summary>What only HTTP/2 makes possible: many streams on one connection, compressed headers, headers in pieces.</summary>
public sealed class Http2Tests
{
    private readonly TaskCompletionSource _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    [Theory]
    [InlineData("/orders", 200)]
    [InlineData("/orders?a=b%2Fc", 200)]
    [InlineData("/caf%C3%A9", 200)]
    [InlineData("/a%2fb", 400)]
    [InlineData("/a/../b", 400)]
    [InlineData("/a/%2e%2e/b", 400)]
    [InlineData("//evil.example", 400)]
    [InlineData("/a\\b", 400)]
    [InlineData("/a b", 400)]
    [InlineData("/a%20b", 200)]
    [InlineData("/a%252fb", 400)]
    [InlineData("/%c0%af", 400)]
    [InlineData("/a?b=%00", 400)]
    [InlineData("/a#b", 400)]
    public async Task A_target_is_read_as_in_other_versions_of_HTTP(string path, int status)
    {
        await using var app = await StartAsync();
        using var connection = await ConnectAsync(app.Address);

        await connection.TrySendAsync(HeadersFrame, EndStream | EndHeaders, 1, connection.Request(path));

        Assert.Equal(status, await connection.ReadStatusAsync());
        Assert.Equal(status == 200 ? 1 : 0, _calls);
    }

    public static TheoryData<string, string[]> Malformed() => new()
    {
        { "a method of one's own", [":method", "TRACE", ":scheme", "http", ":path", "/"] },
        { "no path", [":method", "GET", ":scheme", "http"] },
        { "an empty path", [":method", "GET", ":scheme", "http", ":path", ""] },
        { "a path without a slash", [":method", "GET", ":scheme", "http", ":path", "orders"] },
        { "two methods", [":method", "GET", ":method", "POST", ":scheme", "http", ":path", "/"] },
        { "two paths", [":method", "GET", ":scheme", "http", ":path", "/", ":path", "/admin"] },
        { "an unknown pseudo header", [":method", "GET", ":scheme", "http", ":path", "/", ":role", "admin"] },
        { "a pseudo header that comes late", [":method", "GET", ":scheme", "http", "a", "b", ":path", "/"] },
        { "a name in upper case", [":method", "GET", ":scheme", "http", ":path", "/", "X-Name", "b"] },
        { "a header of the connection", [":method", "GET", ":scheme", "http", ":path", "/", "connection", "close"] },
        { "a transfer encoding", [":method", "POST", ":scheme", "http", ":path", "/", "transfer-encoding", "chunked"] },
        { "a line break in a value", [":method", "GET", ":scheme", "http", ":path", "/", "a", "b\r\nx-admin: 1"] },
        { "a line break in a path", [":method", "GET", ":scheme", "http", ":path", "/ HTTP/1.1\r\nx-admin: 1"] },
        { "a NUL in a value", [":method", "GET", ":scheme", "http", ":path", "/", "a", "b\0c"] },
        { "a line break in a name", [":method", "GET", ":scheme", "http", ":path", "/", "a: b\r\nx-admin", "1"] },
        { "a blank in a name", [":method", "GET", ":scheme", "http", ":path", "/", "a b", "1"] },
        { "a colon in a name", [":method", "GET", ":scheme", "http", ":path", "/", "a:b", "1"] },
        { "a NUL in a name", [":method", "GET", ":scheme", "http", ":path", "/", "a\0b", "1"] },
        { "a name beyond ASCII", [":method", "GET", ":scheme", "http", ":path", "/", "\u00e9", "1"] },
        { "a wrong length", [":method", "GET", ":scheme", "http", ":path", "/", "content-length", "5"] },
        { "an overridden method", [":method", "POST", ":scheme", "http", ":path", "/", "x-http-method-override", "DELETE"] },
        { "two credentials", [":method", "GET", ":scheme", "http", ":path", "/", "authorization", "a", "authorization", "b"] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_request_reaches_no_endpoint(string what, string[] fields)
    {
        await using var app = await StartAsync();
        using var connection = await ConnectAsync(app.Address);
        byte[] block = [.. Field(":authority", app.Address.Authority), .. fields.Chunk(2).SelectMany(pair => Field(pair[0], pair[1]))];

        await connection.TrySendAsync(HeadersFrame, EndStream | EndHeaders, 1, block);

        var status = await connection.ReadStatusAsync();
        Assert.True(status is 0 or (>= 400 and < 500), $"{what}: {status}");
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task Streams_that_are_opened_and_reset_end_the_connection()
    {
        await using var app = await StartAsync();
        using var connection = await ConnectAsync(app.Address);

        var sending = FloodAsync(connection, 1000, async stream =>
            await connection.TrySendAsync(HeadersFrame, EndStream | EndHeaders, stream, connection.Request("/wait"))
            && await connection.TrySendAsync(ResetFrame, 0, stream, 0, 0, 0, 8));
        var farewell = await connection.ReadUntilAsync(GoAwayFrame);
        await sending;

        Assert.True(farewell is null || farewell.Error == EnhanceYourCalm, $"error {farewell?.Error}");
        // A reset may overtake its request, so none of them need have arrived.
        Assert.InRange(_calls, 0, 201);

        using var other = await ConnectAsync(app.Address);
        await other.TrySendAsync(HeadersFrame, EndStream | EndHeaders, 1, other.Request("/orders"));
        Assert.Equal(200, await other.ReadStatusAsync());
        _leave.SetResult();
    }

    [Fact]
    public async Task Headers_in_endless_pieces_end_the_connection()
    {
        await using var app = await StartAsync();
        using var connection = await ConnectAsync(app.Address);

        await connection.TrySendAsync(HeadersFrame, EndStream, 1, connection.Request());
        var piece = Field("x", new string('a', 1000));
        var sending = FloodAsync(connection, 1000, _ => connection.TrySendAsync(ContinuationFrame, 0, 1, piece));
        var end = await connection.ReadUntilAsync(GoAwayFrame, HeadersFrame);
        await sending;

        Assert.Equal(GoAwayFrame, end?.Type ?? GoAwayFrame);
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task Pieces_without_anything_in_them_end_with_the_time_for_headers()
    {
        await using var app = await StartAsync(new() { ["Transport:Limits:HeadersTimeout"] = "00:00:01" });
        using var connection = await ConnectAsync(app.Address);

        await connection.TrySendAsync(HeadersFrame, EndStream, 1, connection.Request());
        await FloodAsync(connection, 1000, _ => connection.TrySendAsync(ContinuationFrame, 0, 1));

        Assert.Equal(GoAwayFrame, (await connection.ReadUntilAsync(GoAwayFrame, HeadersFrame))?.Type ?? GoAwayFrame);
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task Headers_that_grow_when_they_are_unpacked_are_counted_unpacked()
    {
        await using var app = await StartAsync();
        using var connection = await ConnectAsync(app.Address);

        // 3 kB once, and from then on 3 kB for each byte; entry 62 is the first of the table that is not static.
        byte[] bomb = [.. connection.Request(), .. IndexedField("x", new string('a', 3000)), .. Enumerable.Repeat((byte)(0x80 | 62), 60)];
        Assert.InRange(bomb.Length, 0, 4096);
        await connection.TrySendAsync(HeadersFrame, EndStream | EndHeaders, 1, bomb);

        Assert.Equal(0, await connection.ReadStatusAsync());
        Assert.Equal(0, _calls);
    }

    [Theory]
    [InlineData(50, 200)]
    [InlineData(70, 431)]
    public async Task Headers_have_their_largest_count(int count, int status)
    {
        await using var app = await StartAsync();
        using var connection = await ConnectAsync(app.Address);

        await connection.TrySendAsync(
            HeadersFrame, EndStream | EndHeaders, 1, [.. connection.Request(), .. Enumerable.Range(0, count).SelectMany(index => Field($"x{index}", "a"))]);

        Assert.Equal(status, await connection.ReadStatusAsync());
    }

    [Fact]
    public async Task The_server_says_how_many_streams_there_may_be()
    {
        await using var app = await StartAsync();
        using var connection = await ConnectAsync(app.Address);

        var settings = await connection.ReadUntilAsync(SettingsFrame);

        const int MaxConcurrentStreams = 3;
        Assert.InRange(settings!.Setting(MaxConcurrentStreams) ?? uint.MaxValue, 1u, 100u);
    }

    private static async Task FloodAsync(RawHttp2 connection, int frames, Func<int, Task<bool>> send)
    {
        for (var index = 0; index < frames; index++)
        {
            if (!await send((2 * index) + 1))
            {
                return;
            }
        }
    }

    private Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            app.Map("/wait", async () =>
            {
                Interlocked.Increment(ref _calls);
                await _leave.Task;
            }).AllowAnonymous();
            app.Map("{**path}", () => Interlocked.Increment(ref _calls)).AllowAnonymous();
        },
        settings,
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)),
        kestrel: true);
}
