using System.Net.WebSockets;
using System.Text;
using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API8:2023, security misconfiguration, as a page of another origin uses it.</summary>
public static class BrowserAttacks
{
    private const string Risk = "API8:2023";
    private const string Evil = "https://evil.example";
    private static readonly string Own = $"/orders/{Seed.AlicesOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        Reflected("read an answer from another origin", Evil),
        Reflected("read an answer from origin null (a sandboxed frame)", "null"),
        Reflected("read an answer from a look-alike of the shop's origin", "https://www.shop.example.evil.example"),

        new(Risk, "a pre-flight from another origin",
            async target =>
            {
                var answer = await PreflightAsync(target, Evil);
                return Finding.Of(answer, answer.Header("Access-Control-Allow-Origin") is Evil or "*", "the browser may send a DELETE", 204, 403);
            },
            target => PreflightAsync(target, "https://www.shop.example")),

        new(Risk, "JSON as text/plain, which needs no pre-flight",
            async target =>
            {
                using var content = new StringContent("""{ "note": "from another page" }""", Encoding.UTF8, "text/plain");
                var answer = await target.SendAsync(HttpMethod.Patch, Own, Alice, content);
                return Finding.Of(answer, answer.Succeeded, "a form of any page can write", 415);
            },
            target => target.PatchAsync(Own, Alice, """{ "note": "ring twice" }""")),

        new(Risk, "open a WebSocket from another origin", WebSocketAsync, target => target.GetAsync(Own, Alice)),
    ];

    private static Attack Reflected(string name, string origin) => new(Risk, name,
        async target =>
        {
            var answer = await target.GetAsync(Own, Alice, ("Origin", origin));
            return Finding.Of(
                answer, answer.Header("Access-Control-Allow-Origin") is { } allowed && (allowed == origin || allowed == "*"), "the page may read it", 200, 403);
        },
        target => target.GetAsync(Own, Alice));

    private static Task<Answer> PreflightAsync(Target target, string origin) => target.SendAsync(
        HttpMethod.Options, Own, (string?)null, null,
        ("Origin", origin), ("Access-Control-Request-Method", "DELETE"), ("Access-Control-Request-Headers", "authorization"));

    private static async Task<Finding> WebSocketAsync(Target target)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", Evil);
        socket.Options.SetRequestHeader("Authorization", "Bearer " + target.Issuer.TokenFor(Alice));
        socket.Options.CollectHttpResponseDetails = true;
        var address = new UriBuilder(target.Address) { Scheme = "wss", Path = "/orders/live" }.Uri;
        try
        {
            await socket.ConnectAsync(address, target.Client, CancellationToken.None);
            var buffer = new byte[256];
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            return new Finding(Verdict.GotThrough, $"101: {Encoding.UTF8.GetString(buffer, 0, received.Count)}");
        }
        catch (WebSocketException)
        {
            var status = (int)socket.HttpStatusCode;
            return new Finding(status is 403 ? Verdict.Refused : Verdict.Unclear, $"{status}");
        }
    }
}
