using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Transport;

public sealed class TransportOptionsTests
{
    [Theory]
    [InlineData("HttpsPort", "0", "ApiSecurity:Transport:HttpsPort is 0. Write a number from 1 to 65535.")]
    [InlineData("AllowedMethods:0", "get", "ApiSecurity:Transport:AllowedMethods:0 is not a method. Write it in upper case, as clients send it: GET.")]
    [InlineData("AllowedMethods:0", "TRACE", "ApiSecurity:Transport:AllowedMethods:0 is TRACE, which sends a request's own headers back to a page's scripts. Remove it.")]
    [InlineData("Limits:MaxPathBytes", "0", "ApiSecurity:Transport:Limits:MaxPathBytes is 0. Write a number from 1 to 65536.")]
    [InlineData("Limits:MaxQueryBytes", "-1", "ApiSecurity:Transport:Limits:MaxQueryBytes is -1. Write a number from 1 to 65536.")]
    [InlineData("Limits:MaxQueryParameters", "0", "ApiSecurity:Transport:Limits:MaxQueryParameters is 0. Write a number from 1 to 65536.")]
    [InlineData("TrustedProxies:0", "proxy.example", "ApiSecurity:Transport:TrustedProxies:0 is no address and no network. Write an address (10.0.0.4), a network (10.0.0.0/24), or unix.")]
    [InlineData("TrustedProxies:0", "10.0.0.1/99", "ApiSecurity:Transport:TrustedProxies:0 is no address and no network. Write an address (10.0.0.4), a network (10.0.0.0/24), or unix.")]
    [InlineData("TrustedProxies:0", "0.0.0.0/0", "ApiSecurity:Transport:TrustedProxies:0 trusts everybody, so every client could choose its address. Write the proxies' own addresses or network.")]
    [InlineData("TrustedProxies:0", "::/0", "ApiSecurity:Transport:TrustedProxies:0 trusts everybody, so every client could choose its address. Write the proxies' own addresses or network.")]
    [InlineData("ForwardLimit", "0", "ApiSecurity:Transport:ForwardLimit is 0. Write a number from 1 to 16.")]
    [InlineData("ForwardedHeaders", "Both", "ApiSecurity:Transport:ForwardedHeaders has a value that can't be used. Write one of Either, XForwarded, Forwarded.")]
    [InlineData("AllowedHosts:0", "*", "ApiSecurity:Transport:AllowedHosts:0 allows every host. Write the hosts that clients use, or leave the list empty.")]
    [InlineData("AllowedHosts:0", "https://api.example.com", "ApiSecurity:Transport:AllowedHosts:0 is not a host. Write it without scheme, port and path: api.example.com, or *.example.com.")]
    [InlineData("AllowedHosts:0", "api.example.com:443", "ApiSecurity:Transport:AllowedHosts:0 is not a host. Write it without scheme, port and path: api.example.com, or *.example.com.")]
    [InlineData("Limits:MaxHeaderCount", "1", "ApiSecurity:Transport:Limits:MaxHeaderCount is 1. Write a number from 8 to 1024.")]
    [InlineData("Limits:MaxHeaderBytes", "1", "ApiSecurity:Transport:Limits:MaxHeaderBytes is 1. Write a number from 1024 to 1048576.")]
    [InlineData("Limits:MaxBodyBytes", "-1", "ApiSecurity:Transport:Limits:MaxBodyBytes is -1. Write a number from 0 to 9223372036854775807.")]
    [InlineData("Limits:HeadersTimeout", "01:00:00", "ApiSecurity:Transport:Limits:HeadersTimeout is 01:00:00. Write a time from 00:00:01 to 00:05:00.")]
    [InlineData("Limits:MinBodyBytesPerSecond", "0", "ApiSecurity:Transport:Limits:MinBodyBytesPerSecond is 0. Write a number from 1 to 1048576.")]
    [InlineData("Limits:MaxPathByte", "9", "ApiSecurity:Transport:Limits:MaxPathByte is not a key that ApiSecurity knows. Did you mean MaxPathBytes?")]
    public async Task A_value_that_can_not_take_effect_stops_the_start(string key, string value, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: new() { ["Transport:" + key] = value }));

        Assert.Equal([message], error.Failures);
    }

    [Fact]
    public async Task A_redirect_without_a_requirement_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestApp.StartAsync(settings: new() { ["Transport:RequireHttps"] = "false", ["Transport:RedirectToHttps"] = "true" }));

        Assert.Equal(["ApiSecurity:Transport:RedirectToHttps has no effect while RequireHttps is false. Remove it, or set RequireHttps to true."], error.Failures);
    }

    [Fact]
    public async Task The_summary_tells_what_is_on()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Contains(app.Logs.GetSnapshot(), record => record.Message.Contains("transport        HTTPS only; methods DELETE GET HEAD OPTIONS PATCH POST PUT", StringComparison.Ordinal));
    }
}
