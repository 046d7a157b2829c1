using System.Net;

namespace ApiSecurity.Tests.Transport;

/// <summary>Who may say where a request came from, and who is only heard.</summary>
public sealed class ForwardedTests
{
    private const string Proxy = "10.0.0.1";

    private static readonly Dictionary<string, string?> Trusting = new()
    {
        ["Transport:TrustedProxies:0"] = Proxy,
        ["Transport:TrustedProxies:1"] = "10.1.0.0/16",
        ["Transport:TrustedProxies:2"] = "2001:db8:1::/48",
        ["Transport:AllowedHosts:0"] = "api.example.com",
        ["Transport:AllowedHosts:1"] = "127.0.0.1",
    };

    /// <summary>The peer, the headers, and what the application sees: client, scheme, host.</summary>
    public static TheoryData<string, string, string> Believed() => new()
    {
        { Proxy, "X-Forwarded-For: 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 203.0.113.9|X-Forwarded-Proto: https", "203.0.113.9 https 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 203.0.113.9|X-Forwarded-Proto: HTTPS|X-Forwarded-Host: api.example.com", "203.0.113.9 https api.example.com" },
        { Proxy, "X-Forwarded-For: 203.0.113.9:4711", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 2001:db8::9", "2001:db8::9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: [2001:db8::9]:4711", "2001:db8::9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: ::ffff:203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { "::ffff:10.0.0.1", "X-Forwarded-For: 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { "10.1.2.3", "X-Forwarded-For: 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { "2001:db8:1::5", "X-Forwarded-For: 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { "", "X-Forwarded-For: 203.0.113.9", "none http 127.0.0.1" },

        // What the client wrote stands to the left of what the nearest proxy added.
        { Proxy, "X-Forwarded-For: 1.1.1.1, 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 127.0.0.1, 10.0.0.1, 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: garbage\", 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 1.1.1.1|X-Forwarded-For: 203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-Proto: https, http|X-Forwarded-For: 1.1.1.1, 203.0.113.9", "203.0.113.9 http 127.0.0.1" },

        // A chain of trusted ones is followed to the first that is not.
        { Proxy, "X-Forwarded-For: 1.1.1.1, 203.0.113.9, 10.1.0.7", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 203.0.113.9, 10.1.0.7, 10.1.0.8|X-Forwarded-Proto: https, http, http", "203.0.113.9 https 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 203.0.113.9, 10.1.0.7|X-Forwarded-Proto: https", "203.0.113.9 https 127.0.0.1" },
        { Proxy, "X-Forwarded-For: 9.9.9.9, 10.1.0.5, 10.1.0.6, 10.1.0.7, 10.1.0.8", "10.1.0.5 http 127.0.0.1" },

        // Those who don't say.
        { Proxy, "X-Forwarded-For: unknown|X-Forwarded-Proto: https", "10.0.0.1 https 127.0.0.1" },
        { Proxy, "X-Forwarded-Proto: https", "10.0.0.1 https 127.0.0.1" },
        { Proxy, "X-Forwarded-For: ", "10.0.0.1 http 127.0.0.1" },
        { Proxy, "X-Forwarded-For: ,, ,203.0.113.9, ", "203.0.113.9 http 127.0.0.1" },

        // RFC 7239.
        { Proxy, "Forwarded: for=203.0.113.9;proto=https;host=api.example.com", "203.0.113.9 https api.example.com" },
        { Proxy, "Forwarded: For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17 http 127.0.0.1" },
        { Proxy, "Forwarded: for=\"203.0.113.9:80\"; proto=\"https\" ; by=10.0.0.1", "203.0.113.9 https 127.0.0.1" },
        { Proxy, "Forwarded: for=1.1.1.1;proto=http, for=203.0.113.9;proto=https", "203.0.113.9 https 127.0.0.1" },
        { Proxy, "Forwarded: for=203.0.113.9, for=10.1.0.7", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "Forwarded: for=1.1.1.1|Forwarded: for=203.0.113.9", "203.0.113.9 http 127.0.0.1" },
        { Proxy, "Forwarded: for=unknown;proto=https", "10.0.0.1 https 127.0.0.1" },
        { Proxy, "Forwarded: for=_hidden;proto=https", "10.0.0.1 https 127.0.0.1" },
        { Proxy, "Forwarded: for=\"_gazonk:_port\"", "!" },
        { Proxy, "Forwarded: for=203.0.113.9;secret=\"a\\\"b\"", "203.0.113.9 http 127.0.0.1" },

        // Both, in agreement.
        { Proxy, "Forwarded: for=203.0.113.9;proto=https|X-Forwarded-For: 203.0.113.9|X-Forwarded-Proto: https", "203.0.113.9 https 127.0.0.1" },

        // Nobody's word.
        { "203.0.113.66", "X-Forwarded-For: 127.0.0.1|X-Forwarded-Proto: https|X-Forwarded-Host: api.example.com", "203.0.113.66 http 127.0.0.1" },
        { "203.0.113.66", "Forwarded: for=127.0.0.1;proto=https;host=api.example.com", "203.0.113.66 http 127.0.0.1" },
        { "127.0.0.1", "X-Forwarded-For: 203.0.113.9", "127.0.0.1 http 127.0.0.1" },
        { "::1", "Forwarded: for=203.0.113.9", "::1 http 127.0.0.1" },
        { "10.2.0.1", "X-Forwarded-For: 203.0.113.9", "10.2.0.1 http 127.0.0.1" },

        // Malformed, or in contradiction.
        { Proxy, "X-Forwarded-For: 203.0.113.9, garbage", "!" },
        { Proxy, "X-Forwarded-For: 127.1", "!" },
        { Proxy, "X-Forwarded-For: 0x7f.0.0.1", "!" },
        { Proxy, "X-Forwarded-For: 010.0.0.1", "!" },
        { Proxy, "X-Forwarded-For: 2130706433", "!" },
        { Proxy, "X-Forwarded-For: fe80::1%eth0", "!" },
        { Proxy, "X-Forwarded-For: [::1", "!" },
        { Proxy, "X-Forwarded-For: 203.0.113.9:99999", "!" },
        { Proxy, "X-Forwarded-For: 203.0.113.9:", "!" },
        { Proxy, "X-Forwarded-Proto: ftp", "!" },
        { Proxy, "X-Forwarded-Proto: https://", "!" },
        { Proxy, "X-Forwarded-Host: evil.example/x", "!" },
        { Proxy, "X-Forwarded-Host: user@api.example.com", "!" },
        { Proxy, "Forwarded: for=\"203.0.113.9", "!" },
        { Proxy, "Forwarded: for=\"x, for=203.0.113.9", "!" },
        { Proxy, "Forwarded: for=203.0.113.9;for=127.0.0.1", "!" },
        { Proxy, "Forwarded: for=2001:db8::9", "!" },
        { Proxy, "Forwarded: for = 203.0.113.9", "!" },
        { Proxy, "Forwarded: for=", "!" },
        { Proxy, "Forwarded: 203.0.113.9", "!" },
        { Proxy, "Forwarded: for=203.0.113.9 proto=https", "!" },
        { Proxy, "Forwarded: for=127.0.0.1;proto=https|X-Forwarded-For: 203.0.113.9|X-Forwarded-Proto: http", "!" },
        { Proxy, "Forwarded: for=203.0.113.9;proto=https|X-Forwarded-For: 203.0.113.9", "!" },
        { Proxy, "X-Forwarded-For: 203.0.113.9|X-Forwarded-Host: evil.example", "!" },
        { Proxy, "Forwarded: for=203.0.113.9;host=evil.example", "!" },
    };

    [Theory]
    [MemberData(nameof(Believed))]
    public async Task Only_trusted_proxies_are_believed(string peer, string headers, string seen)
    {
        await using var app = await StartAsync(peer, Trusting);

        var response = await RawHttp.GetAsync(app.Address, "/", Lines(headers));

        if (seen == "!")
        {
            Assert.InRange(response.Status, 400, 421);
            Assert.Contains(response.Problem("code"), (string[])["forwarded_malformed", "forwarded_conflict", "host_not_allowed"]);
        }
        else
        {
            Assert.Equal(seen, response.Body.Split('\n')[0]);
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Host: a")]
    [InlineData("Forwarded: for=127.0.0.1")]
    public async Task What_others_say_is_told_once_and_reaches_no_code(string header)
    {
        await using var app = await StartAsync("203.0.113.66", []);

        var response = await RawHttp.GetAsync(app.Address, "/", header + "\r\n");

        Assert.EndsWith("left:", response.Body, StringComparison.Ordinal);
        var told = await app.Events.NextAsync();
        Assert.Equal((ReasonCodes.ForwardedUntrusted, SecurityEventOutcome.Observed), (told.Reason, told.Outcome));
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task What_was_believed_is_gone_for_the_code_behind()
    {
        await using var app = await StartAsync(Proxy, Trusting);

        var response = await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 1.1.1.1, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n");

        Assert.EndsWith("left:", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_proxy_that_ends_TLS_satisfies_the_requirement()
    {
        await using var app = await StartAsync(Proxy, new(Trusting) { ["Transport:RequireHttps"] = "true" });

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n")).Status);
        Assert.Equal(403, (await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\n")).Status);
        Assert.Equal(403, (await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 203.0.113.9\r\n")).Status);
        Assert.Equal(403, (await RawHttp.GetAsync(app.Address, "/")).Status);
    }

    [Fact]
    public async Task The_other_end_of_a_Unix_socket_can_be_trusted_by_name()
    {
        await using var app = await StartAsync("", new() { ["Transport:TrustedProxies:0"] = "unix", ["Transport:RequireHttps"] = "true" });

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n")).Status);
        Assert.Equal(403, (await RawHttp.GetAsync(app.Address, "/")).Status);
    }

    [Theory]
    [InlineData("XForwarded", "203.0.113.9 http 127.0.0.1")]
    [InlineData("Forwarded", "127.0.0.1 https 127.0.0.1")]
    public async Task A_named_style_makes_the_other_one_nobodys_word(string style, string seen)
    {
        await using var app = await StartAsync(Proxy, new(Trusting) { ["Transport:ForwardedHeaders"] = style });

        var response = await RawHttp.GetAsync(app.Address, "/", "Forwarded: for=127.0.0.1;proto=https\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\n");

        Assert.Equal(seen, response.Body.Split('\n')[0]);
    }

    [Fact]
    public async Task A_forwarded_host_without_a_list_to_hold_it_against_is_ignored()
    {
        await using var app = await StartAsync(Proxy, new() { ["Transport:TrustedProxies:0"] = Proxy });

        var response = await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: evil.example\r\n");

        Assert.Equal("203.0.113.9 http 127.0.0.1", response.Body.Split('\n')[0]);
    }

    [Fact]
    public async Task An_application_that_reads_the_headers_by_itself_goes_on_doing_so()
    {
        await using var app = await TestApp.StartAsync(
            Show,
            new() { ["Transport:RequireHttps"] = "true" },
            builder => builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All),
            app => app.UseForwardedHeaders().UseApiSecurity(),
            kestrel: true);

        var response = await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 1.1.1.1, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n");

        Assert.Equal("203.0.113.9 https 127.0.0.1", response.Body.Split('\n')[0]);
        Assert.Contains("1.1.1.1", response.Body, StringComparison.Ordinal);
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task Report_mode_removes_nothing()
    {
        await using var app = await StartAsync("203.0.113.66", new() { ["Mode"] = "Report" });

        var response = await RawHttp.GetAsync(app.Address, "/", "X-Forwarded-For: 127.0.0.1\r\n");

        Assert.Contains("left:127.0.0.1", response.Body, StringComparison.Ordinal);
    }

    private static string Lines(string headers) => string.Concat(headers.Split('|').Select(line => line + "\r\n"));

    private static void Show(WebApplication app) => app.MapGet("/", (HttpContext context) =>
        $"{context.Connection.RemoteIpAddress?.ToString() ?? "none"} {context.Request.Scheme} {context.Request.Host.Host}\nleft:{context.Request.Headers["X-Forwarded-For"]}{context.Request.Headers["X-Forwarded-Proto"]}{context.Request.Headers["X-Forwarded-Host"]}{context.Request.Headers["Forwarded"]}").AllowAnonymous();

    private static Task<TestApp> StartAsync(string peer, Dictionary<string, string?> settings) => TestApp.StartAsync(
        Show,
        settings,
        kestrel: true,
        use: app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = peer.Length == 0 ? null : IPAddress.Parse(peer);
                return next(context);
            });
            app.UseApiSecurity();
        });
}
