namespace ApiSecurity.Tests.Transport;

public sealed class HeaderShapeTests(KestrelFixture server) : IClassFixture<KestrelFixture>
{
    [Theory]
    [InlineData("X-HTTP-Method-Override: DELETE", "method_override_refused")]
    [InlineData("x-http-method-override: GET", "method_override_refused")]
    [InlineData("X-HTTP-Method: PUT", "method_override_refused")]
    [InlineData("X-Method-Override: PUT", "method_override_refused")]
    [InlineData("X-Method-Override:", "method_override_refused")]
    [InlineData("Authorization: Bearer a\r\nAuthorization: Bearer b", "header_repeated")]
    [InlineData("Content-Type: application/json\r\nContent-Type: text/plain", "header_repeated")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5", "framing_ambiguous")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked", "framing_ambiguous")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "framing_ambiguous")]
    [InlineData("Transfer-Encoding: gzip, chunked", "framing_ambiguous")]
    [InlineData("Transfer-Encoding: chunked, chunked", "framing_ambiguous")]
    public async Task Headers_that_say_two_things_are_refused(string headers, string code)
    {
        var response = await RawHttp.SendAsync(server.Address, $"POST / HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: close\r\n{headers}\r\n\r\n0\r\n\r\n");

        Assert.Equal(400, response.Status);
        Assert.Equal(code, response.Problem("code"));
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nContent-Length: 3")]
    [InlineData("Content-Length: 3, 3")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length: 0x3")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding: chunked, identity")]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("Transfer-Encoding:\u000bchunked\u0000")]
    [InlineData("A: b\r\n folded")]
    [InlineData("A : b")]
    [InlineData("A: b\u0000c")]
    [InlineData("A: \u00e9")]
    [InlineData(": b")]
    [InlineData("A b")]
    [InlineData("A: b\nContent-Length: 5")]
    [InlineData("A: b\rContent-Length: 5")]
    public async Task Headers_that_no_two_servers_read_alike_are_refused_by_Kestrel(string headers)
    {
        var response = await RawHttp.SendAsync(server.Address, $"POST / HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: close\r\n{headers}\r\n\r\n0\r\n\r\n");

        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task An_old_version_has_no_transfer_encoding()
    {
        var response = await RawHttp.SendAsync(server.Address, $"POST / HTTP/1.0\r\nHost: {server.Address.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task A_line_that_ends_in_a_bare_line_feed_is_refused()
    {
        var response = await RawHttp.SendAsync(server.Address, $"GET / HTTP/1.1\nHost: {server.Address.Authority}\nConnection: close\n\n");

        Assert.Equal(400, response.Status);
    }

    [Theory]
    [InlineData("/?_method=DELETE", 400)]
    [InlineData("/?%5fmethod=DELETE", 400)]
    [InlineData("/?a=b&_m%65thod=DELETE", 400)]
    [InlineData("/?%5F%6D%65%74%68%6F%64=DELETE", 400)]
    [InlineData("/?%5F%6D%65%74%68%6F%64%5F=DELETE", 200)]
    [InlineData("/?a=1&_METHOD=DELETE", 400)]
    [InlineData("/?a_method=x", 200)]
    [InlineData("/?a=_method=x", 200)]
    [InlineData("/?q=x_method=&_method=PUT", 400)]
    public async Task A_method_in_the_query_is_refused(string target, int status) =>
        Assert.Equal(status, (await RawHttp.GetAsync(server.Address, target)).Status);

    [Theory]
    [InlineData(62, 200)]
    [InlineData(63, 431)]
    [InlineData(500, 431)]
    public async Task The_headers_have_their_largest_count(int more, int status)
    {
        var headers = string.Concat(Enumerable.Range(0, more).Select(index => $"X-{index}: a\r\n"));

        Assert.Equal(status, (await RawHttp.GetAsync(server.Address, "/", headers)).Status);
    }

    [Theory]
    [InlineData(16000, 200)]
    [InlineData(16500, 431)]
    [InlineData(200000, 431)]
    public async Task The_headers_have_their_largest_size(int length, int status) =>
        Assert.Equal(status, (await RawHttp.GetAsync(server.Address, "/", $"X: {new string('a', length)}\r\n")).Status);

    [Theory]
    [InlineData(16000, 200)]
    [InlineData(16500, 431)]
    public async Task A_server_without_limits_of_its_own_is_no_way_around(int length, int status)
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo);
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("X", new string('a', length));

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task In_Report_mode_Kestrel_is_as_it_was()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, new() { ["Mode"] = "Report" }, kestrel: true);
        var many = string.Concat(Enumerable.Range(0, 90).Select(index => $"X-{index}: {new string('a', 200)}\r\n"));

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/", many)).Status);
        Assert.Equal(200, (await RawHttp.SendAsync(app.Address, $"GET / HTTP/1.1\nHost: {app.Address.Authority}\nConnection: close\n\n")).Status);
        Assert.Equal("headers_too_large", (await app.Events.NextAsync()).Reason);
    }
}
