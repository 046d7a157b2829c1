using Microsoft.Extensions.Configuration.Memory;

namespace ApiSecurity.Tests.Transport;

public sealed class HostTests
{
    private static readonly Dictionary<string, string?> Listed = new()
    {
        ["Transport:AllowedHosts:0"] = "api.example.com",
        ["Transport:AllowedHosts:1"] = "*.tenants.example.com",
        ["Transport:AllowedHosts:2"] = "bücher.example",
        ["Transport:AllowedHosts:3"] = "[2001:db8::1]",
    };

    [Theory]
    [InlineData("api.example.com", 200)]
    [InlineData("API.Example.COM", 200)]
    [InlineData("api.example.com:8443", 200)]
    [InlineData("a.tenants.example.com", 200)]
    [InlineData("a.b.tenants.example.com", 200)]
    [InlineData("xn--bcher-kva.example", 200)]
    [InlineData("[2001:db8::1]:443", 200)]
    [InlineData("tenants.example.com", 421)]
    [InlineData("eviltenants.example.com", 421)]
    [InlineData("api.example.com.evil.example", 421)]
    [InlineData("evilapi.example.com", 421)]
    [InlineData("127.0.0.1", 421)]
    [InlineData("localhost", 421)]
    [InlineData("", 421)]
    [InlineData("api.example.com:0x1", 400)]
    [InlineData("api.example.com:99999999", 400)]
    [InlineData("api.example.com:80:80", 400)]
    [InlineData("api.example.com, evil.example", 400)]
    [InlineData("evil.example/api.example.com", 400)]
    [InlineData("user@api.example.com", 400)]
    [InlineData("api.example.com\\", 400)]
    [InlineData("api.example.com%00", 400)]
    [InlineData("[::1", 400)]
    [InlineData("api.example.com\r\nHost: evil.example", 400)]
    public async Task Only_listed_hosts_are_answered_for(string host, int status)
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Listed, kestrel: true);

        var response = await RawHttp.SendAsync(app.Address, $"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Equal(status, response.Status);
        if (status == 421)
        {
            Assert.Equal("host_not_allowed", response.Problem("code"));
        }
    }

    [Fact]
    public async Task A_page_that_was_pointed_at_the_API_is_told_apart_by_its_host()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Listed, kestrel: true);

        var response = await RawHttp.SendAsync(app.Address, "GET http://rebound.evil.example/ HTTP/1.1\r\nHost: rebound.evil.example\r\nConnection: close\r\n\r\n");

        Assert.Equal(421, response.Status);
    }

    [Fact]
    public async Task The_applications_own_list_is_used_where_there_is_no_other()
    {
        await using var app = await TestApp.StartAsync(
            KestrelFixture.Echo,
            services: builder => builder.Configuration.Sources.Add(new MemoryConfigurationSource { InitialData = [KeyValuePair.Create<string, string?>("AllowedHosts", "a.example;b.example")] }),
            kestrel: true);

        Assert.Equal(200, (await RawHttp.SendAsync(app.Address, "GET / HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n")).Status);
        Assert.InRange((await RawHttp.SendAsync(app.Address, "GET / HTTP/1.1\r\nHost: c.example\r\nConnection: close\r\n\r\n")).Status, 400, 421);
    }

    [Fact]
    public async Task In_process_tests_go_on_asking_for_localhost()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Listed);

        Assert.Equal(System.Net.HttpStatusCode.OK, (await app.CreateClient().GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Without_any_list_the_summary_says_so()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Contains(app.Logs.GetSnapshot(), record => record.Message.Contains("list the API's hosts in ApiSecurity:Transport:AllowedHosts", StringComparison.Ordinal));
    }
}
