namespace ApiSecurity.Tests.Transport;

public sealed class MethodTests(KestrelFixture server) : IClassFixture<KestrelFixture>
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task The_methods_of_APIs_pass(string method)
    {
        var response = await RawHttp.GetAsync(server.Address, "/orders", "Content-Length: 0\r\n", method);

        Assert.Equal(200, response.Status);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("CONNECT")]
    [InlineData("PROPFIND")]
    [InlineData("get")]
    [InlineData("Post")]
    [InlineData("FOO")]
    [InlineData("GETX")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Others_are_answered_with_what_is_allowed(string method)
    {
        var target = method == "CONNECT" ? server.Address.Authority : "/orders";

        var response = await RawHttp.GetAsync(server.Address, target, method: method);

        Assert.Equal(405, response.Status);
        Assert.Equal("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", response.Header("Allow"));
        Assert.Equal("method_not_allowed", response.Problem("code"));
        Assert.DoesNotContain(method == "Post" ? "\"Post\"" : method + "\"", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_ones_own_takes_the_place_of_the_default()
    {
        await using var app = await TestApp.StartAsync(
            KestrelFixture.Echo, new() { ["Transport:AllowedMethods:0"] = "GET", ["Transport:AllowedMethods:1"] = "QUERY" }, kestrel: true);

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/", "Content-Length: 0\r\n", "QUERY")).Status);
        var refused = await RawHttp.GetAsync(app.Address, "/", method: "DELETE");
        Assert.Equal(405, refused.Status);
        Assert.Equal("GET, QUERY", refused.Header("Allow"));
    }
}
