using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

/// <summary>Real sockets: handshakes of WebSockets, event streams, and headers that no client library would send.</summary>
public sealed class StreamTests(StreamTests.SharedApp shared) : IClassFixture<StreamTests.SharedApp>
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("own", null, true)]
    [InlineData("own", "session=1", true)]
    [InlineData(Shop, null, true)]
    [InlineData(Shop, "session=1", true)]
    [InlineData(Evil, null, false)]
    [InlineData(Evil, "session=1", false)]
    [InlineData("null", null, false)]
    [InlineData("https://shop.example.evil.com", null, false)]
    [InlineData("http://127.0.0.1:1", null, false)]
    [InlineData("", null, false)]
    public async Task A_web_socket_opens_for_allowed_pages_and_for_clients_that_are_no_browser(string? origin, string? cookie, bool opens)
    {
        using var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin == "own" ? shared.App.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        if (cookie is not null)
        {
            socket.Options.SetRequestHeader("Cookie", cookie);
        }

        socket.Options.CollectHttpResponseDetails = true;
        var connecting = socket.ConnectAsync(new UriBuilder(shared.App.Address) { Scheme = "ws", Path = "/socket" }.Uri, TestContext.Current.CancellationToken);
        if (opens)
        {
            await connecting;
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => connecting);
            Assert.Equal(403, (int)socket.HttpStatusCode);
        }
    }

    [Theory]
    [InlineData("/public-socket", Evil, null, 101)]
    [InlineData("/public-socket", Evil, "session=1", 403)]
    [InlineData("/socket", Evil, null, 403)]
    [InlineData("/socket", Shop, "session=1", 101)]
    public async Task A_web_socket_for_every_page_takes_no_cookie(string path, string origin, string? cookie, int status) => Assert.Equal(
        status,
        await RawAsync(
            $"GET {path} HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: {origin}\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}"));

    /// <summary>Over HTTP/2 the handshake is an extended CONNECT (RFC 8441), not an upgrade.</summary>
    [Theory]
    [InlineData(Shop, 200)]
    [InlineData(Evil, 403)]
    [InlineData("null", 403)]
    public async Task An_extended_connect_is_a_handshake(string origin, int status)
    {
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Connect, new Uri(shared.Http2.Address, "/socket"))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Protocol = "websocket";
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("text/event-stream", Evil, 403)]
    [InlineData("application/json, Text/Event-Stream;q=0.5", Evil, 403)]
    [InlineData("text/event-stream", "null", 403)]
    [InlineData("text/event-stream", Shop, 200)]
    [InlineData("text/event-stream", null, 200)]
    [InlineData("application/json", Evil, 200)]
    public async Task An_event_stream_opens_for_allowed_pages(string accept, string? origin, int status)
    {
        using var response = await shared.App.SendAsync("GET", "/events", [("Accept", accept), .. origin is null ? [] : ((string, string)[])[("Origin", origin)]]);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(origin == Shop ? Shop : null, response.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(Evil, null, 403)]
    [InlineData("null", "cross-site", 403)]
    [InlineData(null, "cross-site", 403)]
    [InlineData(null, "same-site", 403)]
    [InlineData(null, "same-origin", 200)]
    [InlineData(null, "none", 200)]
    [InlineData(null, null, 200)]
    [InlineData(Shop, "cross-site", 200)]
    public async Task An_endpoint_that_says_it_streams_events_does_not_go_by_what_the_page_asks_for(string? origin, string? fetchSite, int status)
    {
        (string, string?)[] headers = [("Accept", "*/*"), ("Origin", origin), ("Sec-Fetch-Site", fetchSite)];
        using var response = await shared.App.SendAsync("GET", "/typed-events", [.. headers.Where(header => header.Item2 is not null).Select(header => (header.Item1, header.Item2!))]);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nOrigin:\r\n", 403)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nOrigin: \r\n", 403)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nSec-Fetch-Site:\r\n", 403)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: same-origin\r\n", 403)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nOrigin: https://shop.example\r\norigin: https://shop.example\r\n", 403)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nOrigin: https://shop.example\t\r\n", 200)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nOrigin: https://evil.example\r\nAuthorization:\r\n", 403)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\nOrigin: https://evil.example\r\nAuthorization: Bearer a\r\nAuthorization: Basic b\r\n", 400)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 0\r\nCookie: a=b\r\n", 200)]
    [InlineData("POST /state HTTP/1.1\r\nContent-Length: 1\r\nCookie: a=b\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\n", 400)]
    [InlineData("POST /state HTTP/1.1\r\nTransfer-Encoding: chunked\r\nCookie: a=b\r\nContent-Type: text/plain\r\n", 415)]
    public async Task Headers_that_no_client_library_sends(string head, int status) => Assert.Equal(status, await RawAsync(head));

    /// <summary>SignalR's browser client: a pre-flight for its headers, then a POST of text/plain without a body, with cookies.</summary>
    [Fact]
    public async Task SignalR_negotiates_across_origins()
    {
        using var preflight = await shared.App.PreflightAsync("/hub/negotiate?negotiateVersion=1", Shop, "POST", "x-requested-with,x-signalr-user-agent");
        using var negotiate = await shared.App.SendAsync(
            "POST", "/hub/negotiate?negotiateVersion=1", "", "text/plain;charset=UTF-8",
            ("Origin", Shop), ("Cookie", "session=1"), ("X-Requested-With", "XMLHttpRequest"), ("X-SignalR-User-Agent", "x"), ("Sec-Fetch-Site", "cross-site"));
        using var foreign = await shared.App.SendAsync("POST", "/hub/negotiate?negotiateVersion=1", ("Origin", Evil));

        Assert.Equal((204, Shop), ((int)preflight.StatusCode, preflight.Header("Access-Control-Allow-Origin")));
        Assert.Equal((200, Shop, "true"), ((int)negotiate.StatusCode, negotiate.Header("Access-Control-Allow-Origin"), negotiate.Header("Access-Control-Allow-Credentials")));
        Assert.Contains("connectionToken", await negotiate.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("origin_not_allowed", await foreign.CodeAsync());
    }

    private async Task<int> RawAsync(string head)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(shared.App.Address.Host, shared.App.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}Host: {shared.App.Address.Authority}\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public sealed class SharedApp : IAsyncLifetime
    {
        public TestApp App { get; private set; } = null!;

        public TestApp Http2 { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await StartAsync(_ => { });
            Http2 = await StartAsync(builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
                listen => listen.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2)));
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Http2.DisposeAsync();
        }

        private static Task<TestApp> StartAsync(Action<WebApplicationBuilder> services) => TestApp.StartAsync(
            app =>
            {
                app.UseWebSockets();
                var open = app.MapGroup("").AsPublicEndpoint("a test");
                open.Map("/socket", AcceptAsync);
                open.Map("/public-socket", AcceptAsync).RequireCors("public");
                open.MapGet("/events", () => "data: 1\n\n");
                open.MapGet("/typed-events", () => TypedResults.ServerSentEvents(new[] { "1" }.ToAsyncEnumerable()));
                open.MapPost("/state", () => "done");
                open.MapHub<Hub>("/hub");
            },
            new()
            {
                ["Cors:Origins:0"] = Shop,
                ["Cors:AllowCredentials"] = "true",
                ["Cors:Headers:0"] = "X-Requested-With",
                ["Cors:Headers:1"] = "X-SignalR-User-Agent",
                ["Cors:Policies:public:Origins:0"] = "*",
            },
            builder =>
            {
                builder.Services.AddSignalR();
                services(builder);
            },
            kestrel: true);

        private static async Task AcceptAsync(HttpContext context)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }
    }

    private sealed class Hub : Microsoft.AspNetCore.SignalR.Hub;
}
