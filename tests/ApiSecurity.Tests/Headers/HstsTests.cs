namespace ApiSecurity.Tests.Headers;

public sealed class HstsTests
{
    [Theory]
    [InlineData("https://api.example/", "max-age=63072000; includeSubDomains")]
    [InlineData("https://api.example:8443/", "max-age=63072000; includeSubDomains")]
    [InlineData("https://localhost.example/", "max-age=63072000; includeSubDomains")]
    [InlineData("https://mylocalhost/", "max-age=63072000; includeSubDomains")]
    [InlineData("http://api.example/", null)]
    [InlineData("https://localhost/", null)]
    [InlineData("https://LOCALHOST:5001/", null)]
    [InlineData("https://shop.localhost/", null)]
    [InlineData("https://127.0.0.1/", null)]
    [InlineData("https://[::1]:5001/", null)]
    public async Task It_is_sent_over_HTTPS_and_not_for_the_machine_itself(string url, string? expected)
    {
        await using var app = await StartAsync();

        using var response = await app.CreateClient().GetAsync(url, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.Single("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("30.00:00:00", "false", "false", "max-age=2592000")]
    [InlineData("365.00:00:00", "true", "true", "max-age=31536000; includeSubDomains; preload")]
    [InlineData("00:00:00", "true", "false", "max-age=0; includeSubDomains")]
    public async Task Its_parts_come_from_the_options(string age, string subDomains, string preload, string expected)
    {
        await using var app = await StartAsync(new()
        {
            ["Headers:Hsts:MaxAge"] = age,
            ["Headers:Hsts:IncludeSubDomains"] = subDomains,
            ["Headers:Hsts:Preload"] = preload,
        });

        using var response = await app.CreateClient().GetAsync("https://api.example/", TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.Single("Strict-Transport-Security"));
    }

    [Fact]
    public async Task It_can_be_left_out()
    {
        await using var app = await StartAsync(new() { ["Headers:Hsts:DisabledReason"] = "the gateway sends it" });
        Assert.Contains(app.Logs.GetSnapshot(), line => line.Message.Contains("no Strict-Transport-Security: the gateway sends it", StringComparison.Ordinal));

        using var response = await app.CreateClient().GetAsync("https://api.example/", TestContext.Current.CancellationToken);

        Assert.Null(response.Single("Strict-Transport-Security"));
        response.Carries(PresetTests.Api);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app => app.MapGet("/", () => "hello").AllowAnonymous(),
        new(settings ?? []) { ["Transport:RequireHttps"] = "false" });
}
