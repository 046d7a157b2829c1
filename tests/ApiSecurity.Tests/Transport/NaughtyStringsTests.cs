using System.Text;
using System.Text.Json;

namespace ApiSecurity.Tests.Transport;

/// <summary>Strings that have broken software before, wherever a client can put one.</summary>
public sealed class NaughtyStringsTests
{
    public static TheoryData<string> Places() => ["/{0}", "/a?b={0}", "/a?{0}=b", "header", "host", "method", "content-type", "accept", "forwarded", "encoding"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task No_string_is_the_servers_fault(string place)
    {
        var path = Repository.PathOf("..", "shared", "data", "naughty-strings", "blns.json");
        Assert.SkipUnless(File.Exists(path), "The shared test data is not here.");
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        Assert.InRange(strings.Length, 400, 10_000);

        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, new() { ["RateLimiting:DisabledReason"] = "all strings come from one address" }, kestrel: true);

        await Parallel.ForEachAsync(strings, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (text, _) =>
        {
            var response = await RawHttp.SendAsync(app.Address, Request(place, text, app.Address.Authority));
            Assert.True(response.Status is 0 or (>= 200 and < 500), $"{place}, {text}: {response.Status}");
        });

        Assert.Equal(200, (await RawHttp.GetAsync(app.Address, "/still-there")).Status);
    }

    private static string Request(string place, string text, string host)
    {
        // One character a byte, as the socket takes them.
        var raw = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
        return place switch
        {
            "header" => $"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nX-Name: {raw}\r\n\r\n",
            "host" => $"GET / HTTP/1.1\r\nHost: {raw}\r\nConnection: close\r\n\r\n",
            "method" => $"{raw} / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
            "content-type" => $"POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 1\r\nContent-Type: {raw}\r\n\r\n1",
            "accept" => $"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: {raw}\r\n\r\n",
            "forwarded" => $"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nForwarded: for={raw}\r\nX-Forwarded-For: {raw}\r\n\r\n",
            "encoding" => $"POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 1\r\nContent-Encoding: {raw}\r\n\r\n1",
            _ => $"GET {string.Format(System.Globalization.CultureInfo.InvariantCulture, place, Uri.EscapeDataString(text))} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
        };
    }
}
