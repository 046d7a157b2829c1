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
