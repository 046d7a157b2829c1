using System.IO.Compression;

namespace ApiSecurity.Tests.Transport;

/// <summary>In Report mode, every answer is the one that the application would give without the feature.</summary>
public sealed class TransportReportTests
{
    private static string[] Requests()
    {
        string[] headers =
        [
            "X-HTTP-Method-Override: DELETE", "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https", "Forwarded: for=1.2.3.4;proto=https;host=evil.example",
            "Authorization: a\r\nAuthorization: b", "Content-Encoding: gzip\r\nContent-Length: 1", "Accept: text/csv", "Content-Type: text/plain\r\nContent-Length: 1",
            $"X: {new string('a', 20_000)}", string.Join("\r\n", Enumerable.Range(0, 80).Select(index => $"X-{index}: a")), "Transfer-Encoding: chunked",
        ];
        return
        [
            .. UrlShapeTests.Malicious().Select(row => Get(row.Data.Item1)),
            .. UrlShapeTests.Legitimate().Select(row => Get(row.Data)),
            .. headers.Select(header => $"POST /orders HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n{header}\r\n\r\n0\r\n\r\n"),
            .. new[] { "TRACE", "FOO", "get", "DELETE" }.Select(method => $"{method} /orders HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"),
            "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\nHost: HOST\nConnection: close\n\n",
            Get("/" + new string('a', 3000)),
            Get("/?" + new string('a', 5000)),
            Get("/?" + string.Join('&', Enumerable.Repeat("a", 200))),
        ];
    }

    [Fact]
    public async Task Report_mode_answers_as_if_the_feature_was_not_there()
    {
        await using var reporting = await StartAsync(new() { ["Transport:Mode"] = "Report" });
        await using var without = await StartAsync(new() { ["Transport:DisabledReason"] = "to see the difference" });

        foreach (var request in Requests())
        {
            var expected = await SendAsync(without, request);
            var reported = await SendAsync(reporting, request);

            Assert.True(expected == reported, $"{request[..Math.Min(request.Length, 200)]}\n{expected}\n{reported}");
        }
    }

    [Fact]
    public async Task A_compressed_body_is_handed_on_as_it_is()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapPost("/", RequestLimitsTests.Read).AsPublicEndpoint("a test"), new() { ["Transport:Mode"] = "Report" }, kestrel: true);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        }

        using var client = app.CreateClient();
        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };
        using var response = await client.PostAsync(new Uri("/", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal($"{packed.Length}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("content_encoding_not_supported", (await app.Events.NextAsync()).Reason);
    }

    private static string Get(string target) => $"GET {target} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";

    private static async Task<(int Status, string Body)> SendAsync(TestApp app, string request)
    {
        var response = await RawHttp.SendAsync(app.Address, request.Replace("HOST", app.Address.Authority, StringComparison.Ordinal));
        return (response.Status, response.Body.Replace(app.Address.Authority, "HOST", StringComparison.Ordinal));
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?> settings)
    {
        settings["Errors:DisabledReason"] = "a trace id differs from answer to answer";
        settings["Transport:RequireHttps"] = "true";
        settings["Transport:AllowedHosts:0"] = "api.example";
        return TestApp.StartAsync(KestrelFixture.Echo, settings, kestrel: true);
    }
}
