using System.Net;
using ApiSecurity.Transport;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Transport;

public sealed class RequestLimitsTests
{
    [Theory]
    [InlineData("/default", 1_048_576, 200)]
    [InlineData("/default", 1_048_577, 413)]
    [InlineData("/small", 100, 200)]
    [InlineData("/small", 101, 413)]
    [InlineData("/large", 3_000_000, 200)]
    [InlineData("/large", 3_000_001, 413)]
    [InlineData("/framework", 500, 200)]
    [InlineData("/framework", 501, 413)]
    [InlineData("/nothing", 0, 200)]
    [InlineData("/nothing", 1, 413)]
    public async Task A_body_may_be_as_large_as_the_endpoint_says(string path, int length, int status)
    {
        await using var app = await TestApp.StartAsync(Map, kestrel: true);
        using var client = app.CreateClient();

        using var told = await client.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(new byte[length]), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)told.StatusCode);
        if (status == 413)
        {
            Assert.Contains("\"content_too_large\"", await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/small", 80, 200)]
    [InlineData("/small", 200, 413)]
    [InlineData("/framework", 480, 200)]
    [InlineData("/framework", 600, 413)]
    [InlineData("/default", 1_000_000, 200)]
    [InlineData("/default", 1_100_000, 413)]
    [InlineData("/large", 2_000_000, 200)]
    public async Task A_body_that_does_not_tell_its_length_is_counted(string path, int length, int status)
    {
        await using var app = await TestApp.StartAsync(Map, kestrel: true);

        // Kestrel counts the few bytes of each chunk's frame too.
        var response = await RawHttp.SendAsync(
            app.Address,
            $"POST {path} HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{new string('a', length)}\r\n0\r\n\r\n");

        Assert.Equal(status, response.Status);
        if (status == 413)
        {
            Assert.Equal("content_too_large", response.Problem("code"));
        }
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 413)]
    public async Task A_server_without_bounds_is_no_way_around(int length, int status)
    {
        await using var app = await TestApp.StartAsync(Map);
        using var client = app.CreateClient();
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/small") { Content = new StreamContent(new NoLength(new byte[length])) };

        using var response = await client.SendAsync(chunked, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_without_being_sent()
    {
        await using var app = await TestApp.StartAsync(Map, kestrel: true);

        var response = await RawHttp.SendAsync(app.Address, $"POST /small HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\nContent-Length: 9000000000\r\nExpect: 100-continue\r\n\r\n");

        Assert.Equal(413, response.Status);
        Assert.DoesNotContain("100 Continue", response.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_call_learns_nothing_of_the_limits()
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/closed", () => "").WithRequestLimits(limits => limits.MaxBytes = 10).RequireAuthorization(), kestrel: true);

        using var response = await app.CreateClient().PostAsync(new Uri("/closed", UriKind.Relative), new ByteArrayContent(new byte[11]), TestContext.Current.CancellationToken);

        Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("/query?a=1&b=2", 200)]
    [InlineData("/query?a=1&b=2&c=3", 400)]
    [InlineData("/query?aaaaaaaaaaaaaaaaaaaaaaaaa", 414)]
    public async Task A_query_may_be_as_large_as_the_endpoint_says(string target, int status)
    {
        await using var app = await TestApp.StartAsync(Map, kestrel: true);

        Assert.Equal(status, (await RawHttp.GetAsync(app.Address, target)).Status);
    }

    [Fact]
    public async Task The_applications_own_limit_on_Kestrel_is_the_default_if_there_is_one()
    {
        await using var app = await TestApp.StartAsync(
            Map, services: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 2_000_000), kestrel: true);
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.ExpectContinue = true;     // a refusal closes the connection, and the answer could be lost while the body is sent

        using var fits = await client.PostAsync(new Uri("/default", UriKind.Relative), new ByteArrayContent(new byte[2_000_000]), TestContext.Current.CancellationToken);

        // It asks before it sends: a client that is still writing when it is refused may see a broken connection in place of the answer.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }) { BaseAddress = app.Address };
        patient.DefaultRequestHeaders.ExpectContinue = true;
        using var larger = await patient.PostAsync(new Uri("/default", UriKind.Relative), new ByteArrayContent(new byte[2_000_001]), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (fits.StatusCode, larger.StatusCode));
    }

    [Fact]
    public async Task An_endpoint_that_was_taken_out_keeps_the_servers_limit_alone()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapPost("/", Read).AsPublicEndpoint("a test").DisableApiSecurity("uploads"),
            new() { ["Transport:Limits:MaxBodyBytes"] = "10" });

        using var response = await app.CreateClient().PostAsync(new Uri("/", UriKind.Relative), new ByteArrayContent(new byte[11]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("APPLICATION/JSON", 200)]
    [InlineData("application/vnd.shop.v1+json", 200)]
    [InlineData("text/plain", 415)]
    [InlineData("application/jsonp", 415)]
    [InlineData("application/json/x", 415)]
    [InlineData("application/xml", 415)]
    [InlineData("multipart/form-data; boundary=x", 415)]
    [InlineData("*/*", 415)]
    [InlineData("", 415)]
    public async Task Content_of_a_type_that_the_endpoint_does_not_take_is_refused(string type, int status)
    {
        await using var app = await TestApp.StartAsync(Map, NoAuthorization, kestrel: true);

        var header = type.Length == 0 ? "" : $"Content-Type: {type}\r\n";
        var response = await RawHttp.SendAsync(app.Address, $"POST /mvc/json HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\nContent-Length: 2\r\n{header}\r\n{{}}");

        Assert.Equal(status, response.Status);
        if (status == 415)
        {
            Assert.Equal("unsupported_media_type", response.Problem("code"));
        }
    }

    [Fact]
    public async Task A_refusal_of_a_type_lists_those_that_are_taken()
    {
        await using var app = await TestApp.StartAsync(Map, kestrel: true);

        var response = await RawHttp.SendAsync(app.Address, $"POST /typed HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}");

        Assert.Equal(415, response.Status);
        Assert.Equal("application/json, application/*+json", response.Header("Accept"));
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("*/*", 200)]
    [InlineData("application/*", 200)]
    [InlineData("text/html, application/json;q=0.1", 200)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200)]
    [InlineData("", 200)]
    [InlineData("garbage", 200)]
    [InlineData("text/csv", 406)]
    [InlineData("application/xml", 406)]
    [InlineData("application/json;q=0", 406)]
    [InlineData("application/json;q=0, */*", 200)]
    [InlineData("text/*, image/png", 406)]
    public async Task A_client_that_accepts_none_of_the_endpoints_types_is_told_so(string accept, int status)
    {
        await using var app = await TestApp.StartAsync(Map, kestrel: true);

        Assert.Equal(status, (await RawHttp.GetAsync(app.Address, "/json", $"Accept: {accept}\r\n")).Status);
    }

    [Fact]
    public async Task Strings_are_given_to_whoever_asks()
    {
        await using var app = await TestApp.StartAsync(Map, kestrel: true);

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/query", "Accept: application/json\r\n")).Status);
    }

    [Fact]
    public async Task Report_mode_lets_all_of_it_pass()
    {
        await using var app = await TestApp.StartAsync(Map, new() { ["Mode"] = "Report" }, kestrel: true);
        using var client = app.CreateClient();

        using var body = await client.PostAsync(new Uri("/small", UriKind.Relative), new ByteArrayContent(new byte[2_000_000]), TestContext.Current.CancellationToken);
        var query = await RawHttp.GetAsync(app.Address, "/query?a&b&c&d");
        var accept = await RawHttp.GetAsync(app.Address, "/json", "Accept: text/csv\r\n");

        Assert.Equal((200, 200, 200), ((int)body.StatusCode, query.Status, accept.Status));
        string[] reasons = [(await app.Events.NextAsync()).Reason, (await app.Events.NextAsync()).Reason, (await app.Events.NextAsync()).Reason];
        Assert.Equal(["content_too_large", "too_many_query_parameters", "not_acceptable"], reasons);
    }

    // Routing answers for most wrong types with an endpoint of its own, which says nothing about who may call it.
    private static readonly Dictionary<string, string?> NoAuthorization = new() { ["Authorization:DisabledReason"] = "the test is about content" };

    public static TheoryData<string, string> Mistakes() => new()
    {
        { "MaxBytes", "POST / has request limits with MaxBytes = -5. Write 0 or more." },
        { "MaxQueryParameters", "POST / has request limits with MaxQueryParameters = 500, which can't take effect above 100. Write less, or raise ApiSecurity:Transport:Limits:MaxQueryParameters." },
        { "Both", "POST / has two limits for its body, [RequestLimits(MaxBytes)] and the framework's [RequestSizeLimit]. Remove one of the two." },
        { "Disabled", "POST / has request limits, but DisableApiSecurity takes it out of them. Remove one of the two." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Limits_that_can_not_take_effect_stop_the_start(string mistake, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app =>
        {
            var endpoint = app.MapPost("/", Read).AsPublicEndpoint("a test");
            _ = mistake switch
            {
                "MaxBytes" => endpoint.WithRequestLimits(limits => limits.MaxBytes = -5),
                "MaxQueryParameters" => endpoint.WithRequestLimits(limits => limits.MaxQueryParameters = 500),
                "Both" => endpoint.WithRequestLimits(limits => limits.MaxBytes = 5).WithMetadata(new RequestSizeLimitAttribute(7)),
                _ => endpoint.WithRequestLimits(limits => limits.MaxBytes = 5).DisableApiSecurity("why not"),
            };
        }));

        Assert.Contains("- " + message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_without_the_step_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapPost("/", Read).AsPublicEndpoint("a test").WithRequestLimits(limits => limits.MaxBytes = 5), use: app => app.UseApiSecurityHeaders()));

        Assert.Contains("POST / has request limits, but no request passes through them. Call app.UseApiSecurity() or app.UseApiSecurityRequestLimits().", error.Message, StringComparison.Ordinal);
    }

    internal static async Task<IResult> Read(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        return Results.Text(content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Map(WebApplication app)
    {
        var open = app.MapGroup("").AsPublicEndpoint("a test");
        open.MapPost("/default", Read);
        open.MapPost("/small", Read).WithRequestLimits(limits => limits.MaxBytes = 100);
        open.MapPost("/large", Read).WithRequestLimits(limits => limits.MaxBytes = 3_000_000);
        open.MapPost("/nothing", Read).WithMetadata(new RequestLimitsAttribute { MaxBytes = 0 });
        open.MapPost("/framework", Read).WithMetadata(new RequestSizeLimitAttribute(500));
        open.MapGet("/query", () => "ok").WithRequestLimits(limits => (limits.MaxQueryParameters, limits.MaxQueryBytes) = (2, 20));
        open.MapPost("/mvc/json", Read).WithMetadata(new ConsumesAttribute("application/json", "application/*+json"));
        open.MapPost("/typed", Read).WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json", "application/*+json"]));
        open.MapGet("/json", () => TypedResults.Ok(new { A = 1 }));
    }

    /// <summary>A stream whose length nobody knows.</summary>
    private sealed class NoLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
