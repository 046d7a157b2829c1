using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ApiSecurity.Tests.Transport;

/// <summary>Clients that take their time. Each test waits for the server to lose its patience, which was made as short as it can be.</summary>
public sealed class SlowClientTests
{
    private static readonly Dictionary<string, string?> Impatient = new() { ["Transport:Limits:HeadersTimeout"] = "00:00:01" };

    [Theory]
    [InlineData("G")]
    [InlineData("GET /")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example\r\nX-A: b\r\nX-B")]
    public async Task Headers_that_never_end_are_not_waited_for(string start)
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Impatient, kestrel: true);

        var response = await RawHttp.SendAsync(app.Address, start);

        Assert.Equal(408, response.Status);
    }

    [Fact]
    public async Task A_body_that_never_comes_is_not_waited_for()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapPost("/", RequestLimitsTests.Read).AsPublicEndpoint("a test"),
            services: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1, TimeSpan.FromSeconds(1.1))),
            kestrel: true);

        var response = await RawHttp.SendAsync(app.Address, $"POST / HTTP/1.1\r\nHost: {app.Address.Authority}\r\nContent-Length: 5000\r\n\r\n0123456789");

        Assert.Equal(408, response.Status);
        Assert.Equal("request_timeout", response.Problem("code"));
    }

    [Fact]
    public async Task Many_slow_clients_keep_nobody_else_waiting()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Impatient, kestrel: true);
        var slow = await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ =>
        {
            var client = new TcpClient();
            await client.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nX-A: "), TestContext.Current.CancellationToken);
            return client;
        }));

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/orders")).Status);
        var ends = await Task.WhenAll(slow.Select(async client =>
        {
            using (client)
            {
                return await RawHttp.ExchangeAsync(client.GetStream(), "");
            }
        }));
        Assert.All(ends, end => Assert.Equal(408, end.Status));
    }

    [Fact]
    public async Task In_Report_mode_the_servers_own_patience_counts()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, new(Impatient) { ["Mode"] = "Report" }, kestrel: true);

        var limits = app.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(new KestrelServerLimits().RequestHeadersTimeout, limits.RequestHeadersTimeout);
        Assert.Equal(new KestrelServerLimits().MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate!.BytesPerSecond);
    }
}
