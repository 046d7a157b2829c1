using System.Net;

namespace ApiSecurity.Tests.Transport;

public sealed class HttpsTests
{
    private static readonly Dictionary<string, string?> Required = new() { ["Transport:RequireHttps"] = "true" };

    [Fact]
    public async Task Plain_HTTP_is_refused_with_a_problem()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Required, kestrel: true);

        var response = await RawHttp.GetAsync(app.Address, "/orders");

        Assert.Equal(403, response.Status);
        Assert.Equal("https_required", response.Problem("code"));
        Assert.Equal("application/problem+json", response.Header("Content-Type"));
        Assert.Null(response.Header("Location"));
        var told = await app.Events.NextAsync();
        Assert.Equal((SecurityEventNames.TransportRefused, SecurityEventOutcome.Refused), (told.Name, told.Outcome));
    }

    [Fact]
    public async Task An_absolute_target_does_not_make_a_plain_connection_secure()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Required, kestrel: true);

        var response = await RawHttp.GetAsync(app.Address, $"https://{app.Address.Authority}/orders");

        Assert.Equal(403, response.Status);
    }

    [Fact]
    public async Task A_forwarded_header_from_anyone_does_not_make_a_plain_connection_secure()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Required, kestrel: true);

        var response = await RawHttp.GetAsync(app.Address, "/orders", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 127.0.0.1\r\n");

        Assert.Equal(403, response.Status);
    }

    [Fact]
    public async Task A_credential_over_plain_HTTP_is_told_as_severe()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Required, kestrel: true);

        await RawHttp.GetAsync(app.Address, "/orders", "Authorization: Bearer abc.def.ghi\r\n");

        var told = await app.Events.NextAsync();
        Assert.Equal(SecurityEventSeverity.High, told.Severity);
        Assert.DoesNotContain("abc.def.ghi", string.Concat(app.Logs.GetSnapshot().Select(record => record.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_the_same_machine_may_speak_plain_HTTP()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Required, kestrel: true, environment: "Development");

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/orders")).Status);
    }

    [Fact]
    public async Task In_Development_another_machine_may_not()
    {
        await using var app = await StartWithAddressAsync(IPAddress.Parse("192.0.2.7"), "Development");

        Assert.Equal(403, (await RawHttp.GetAsync(app.Address, "/orders")).Status);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task In_process_test_servers_may_speak_plain_HTTP_everywhere(string environment)
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, Required, environment: environment);

        using var response = await app.CreateClient().GetAsync(new Uri("/orders", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_Unix_socket_has_no_address_either_and_is_no_test_server()
    {
        await using var app = await StartWithAddressAsync(null, "Production");

        Assert.Equal(403, (await RawHttp.GetAsync(app.Address, "/orders")).Status);
    }

    [Fact]
    public async Task A_redirect_is_there_for_those_who_ask_for_it()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, new(Required) { ["Transport:RedirectToHttps"] = "true", ["Transport:HttpsPort"] = "8443" }, kestrel: true);

        var response = await RawHttp.GetAsync(app.Address, "/orders/a%20b?c=d%20e");

        Assert.Equal(307, response.Status);
        Assert.Equal("https://127.0.0.1:8443/orders/a%20b?c=d%20e", response.Header("Location"));
    }

    [Theory]
    [InlineData("POST", "Content-Length: 0\r\n")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "Authorization: Bearer x\r\n")]
    [InlineData("GET", "Cookie: session=x\r\n")]
    public async Task What_changes_something_or_carries_a_credential_is_never_redirected(string method, string headers)
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, new(Required) { ["Transport:RedirectToHttps"] = "true" }, kestrel: true);

        var response = await RawHttp.GetAsync(app.Address, "/orders", headers, method);

        Assert.Equal(403, response.Status);
    }

    [Fact]
    public async Task Report_mode_tells_and_lets_pass()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, new(Required) { ["Transport:Mode"] = "Report", ["Transport:RedirectToHttps"] = "true" }, kestrel: true);

        var response = await RawHttp.GetAsync(app.Address, "/a%2fb", method: "GET");

        Assert.Equal(200, response.Status);
        Assert.Equal(("https_required", SecurityEventOutcome.Reported), Of(await app.Events.NextAsync()));
        Assert.Equal(("url_malformed", SecurityEventOutcome.Reported), Of(await app.Events.NextAsync()));
    }

    [Fact]
    public async Task A_feature_that_is_off_refuses_nothing()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, new(Required) { ["Transport:DisabledReason"] = "the gateway does it" }, kestrel: true);

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/a%2fb")).Status);
        Assert.Empty(app.Events.Pending);
    }

    private static (string Reason, SecurityEventOutcome Outcome) Of(SecurityEvent told) => (told.Reason, told.Outcome);

    private static Task<TestApp> StartWithAddressAsync(IPAddress? address, string environment) => TestApp.StartAsync(
        KestrelFixture.Echo,
        Required,
        kestrel: true,
        environment: environment,
        use: app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = address;
                return next(context);
            });
            app.UseApiSecurity();
        });
}
