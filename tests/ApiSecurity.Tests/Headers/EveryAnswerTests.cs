using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.FileProviders;

namespace ApiSecurity.Tests.Headers;

/// <summary>On Kestrel, whatever the answer is: each header once, exactly, and nothing that tells which server answers.</summary>
public sealed class EveryAnswerTests
{
    private const string StaticFile = "/ApiSecurity.Tests.deps.json";

    [Theory]
    [InlineData("GET", "/ok", HttpStatusCode.OK)]
    [InlineData("HEAD", "/ok", HttpStatusCode.OK)]
    [InlineData("GET", "/json", HttpStatusCode.OK)]
    [InlineData("GET", "/stream", HttpStatusCode.OK)]
    [InlineData("GET", "/empty", HttpStatusCode.NoContent)]
    [InlineData("GET", "/elsewhere", HttpStatusCode.Redirect)]
    [InlineData("GET", "/closed", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/ok", HttpStatusCode.MethodNotAllowed)]
    [InlineData("TRACE", "/ok", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/failed", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "/throws", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "/throws-late", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "/cleared", HttpStatusCode.Accepted)]
    [InlineData("GET", StaticFile, HttpStatusCode.OK)]
    [InlineData("GET", StaticFile, HttpStatusCode.NotModified)]
    [InlineData("OPTIONS", "/ok", HttpStatusCode.NoContent)]
    [InlineData("OPTIONS", "/closed", HttpStatusCode.NoContent)]
    [InlineData("GET", "/socket", HttpStatusCode.Unauthorized)]
    public async Task It_carries_the_headers(string method, string path, HttpStatusCode status)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        switch (method, path, status)
        {
            case ("OPTIONS", _, _):
                request.Headers.Add("Origin", "https://shop.example");
                request.Headers.Add("Access-Control-Request-Method", "GET");
                break;
            case (_, _, HttpStatusCode.NotModified):
                request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
                break;
            case (_, "/socket", _):
                request.Headers.Connection.Add("Upgrade");
                request.Headers.Add("Upgrade", "websocket");
                request.Headers.Add("Sec-WebSocket-Version", "13");
                request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
                break;
        }

        using var client = app.CreateClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        // What a pre-flight or a method without an endpoint is answered with belongs to other features; that it carries the headers, here.
        if (method is not ("OPTIONS" or "TRACE" or "POST") && path != "/nowhere")
        {
            Assert.Equal(status, response.StatusCode);
        }

        response.Carries(PresetTests.Api);
        Assert.Null(response.Single("Server"));
        Assert.Null(response.Single("Strict-Transport-Security"));
    }

    [Fact]
    public async Task On_the_wire_each_header_is_one_line()
    {
        await using var app = await StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync("GET /ok HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        var head = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
        foreach (var (name, value) in PresetTests.Api)
        {
            Assert.Single(head, $"{name}: {value}");
            Assert.Single(head, line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        }

        Assert.DoesNotContain(head, line => line.StartsWith("Server:", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Over_HTTP_2_too()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/ok", () => "fine").AllowAnonymous(),
            services: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)),
            kestrel: true);
        using var client = app.CreateClient();
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using var response = await client.GetAsync("/ok", TestContext.Current.CancellationToken);

        Assert.Equal(HttpVersion.Version20, response.Version);
        foreach (var (name, value) in PresetTests.Api)
        {
            Assert.Equal(value, response.Single(name));
        }

        Assert.Null(response.Single("Server"));
    }

    [Fact]
    public async Task An_exception_page_of_the_application_carries_them_once()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/throws", string () => throw new InvalidOperationException()).AllowAnonymous(),
            settings: new() { ["Errors:DisabledReason"] = "the application answers errors" },
            use: app =>
            {
                app.UseApiSecurity();
                app.UseExceptionHandler(error => error.Run(context => context.Response.WriteAsync("sorry", context.RequestAborted)));
            });

        using var response = await app.CreateClient().GetAsync("/throws", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("sorry", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        response.Carries(PresetTests.Api);
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(
        app =>
        {
            app.MapMethods("/ok", ["GET", "HEAD"], () => "fine").AsPublicEndpoint("a test");
            app.MapGet("/json", () => new { a = 1 }).AllowAnonymous();
            app.MapGet("/stream", async (HttpResponse response) =>
            {
                await response.WriteAsync("first");
                await response.Body.FlushAsync();
                await response.WriteAsync("second");
            }).AllowAnonymous();
            app.MapGet("/empty", () => Results.NoContent()).AllowAnonymous();
            app.MapGet("/elsewhere", () => Results.Redirect("/ok")).AllowAnonymous();
            app.MapGet("/closed", () => "secret");
            app.MapGet("/socket", () => "secret");
            app.MapGet("/failed", () => Results.StatusCode(500)).AllowAnonymous();
            app.MapGet("/throws", string () => throw new InvalidOperationException("no")).AllowAnonymous();
            app.MapGet("/throws-late", string (HttpResponse response) =>
            {
                response.Headers["X-Half"] = "done";
                response.StatusCode = 201;
                throw new InvalidOperationException("no");
            }).AllowAnonymous();
            app.MapGet("/cleared", (HttpResponse response) =>
            {
                response.Headers.XFrameOptions = "SAMEORIGIN";
                response.Clear();
                response.StatusCode = 202;
            }).AllowAnonymous();
        },
        use: app =>
        {
            app.UseApiSecurityHeaders();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory) });
            app.UseApiSecurity();
        },
        kestrel: true);
}
