using System.Text.Json;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API7:2023, server side request forgery: the server fetches what only it can reach.</summary>
public static class RequestForgeryAttacks
{
    private const string Risk = "API7:2023";
    private const string Secret = "internal-access-key-4711";

    public static IEnumerable<Attack> All { get; } =
    [
        Fetch("import from a service on the server's own machine", port => $"http://127.0.0.1:{port}/latest/meta-data"),
        Fetch("the same under another spelling of the address", port => $"http://2130706433:{port}/latest/meta-data"),
        Fetch("the same under a name that points there", port => $"http://localhost:{port}/latest/meta-data"),
        Fetch("the same as IPv4 inside of IPv6", port => $"http://[::ffff:127.0.0.1]:{port}/latest/meta-data"),
    ];

    private static Attack Fetch(string name, Func<int, string> url) => new(Risk, name,
        async target =>
        {
            await using var service = InternalService.Start(Secret);
            var answer = await ImportAsync(target, url(service.Port));
            return Finding.Of(answer, answer.Says(Secret) || service.Called, "an internal service's secret", 400);
        },
        target => ImportAsync(target, $"http://127.0.0.1:{target.PartnerPort}/orders.csv"))
    { ByOwnCode = true };

    private static Task<Answer> ImportAsync(Target target, string url) => target.PostAsync("/orders/import", Fiona, JsonSerializer.Serialize(new { url }));
}
