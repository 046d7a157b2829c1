using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API5:2023, broken function level authorization: what the caller may not do to any object.</summary>
public static class FunctionAttacks
{
    private const string Risk = "API5:2023";
    private const string Refund = """{ "amount": 10, "reason": "broken" }""";
    private static readonly string Own = $"/orders/{Seed.AlicesOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "a customer gives herself a refund",
            async target =>
            {
                var answer = await target.PostAsync(Own + "/refunds", Alice, Refund);
                return Finding.Of(answer, answer.Succeeded, "ten euros", 403, 404);
            },
            target => target.PostAsync(Own + "/refunds", Fiona, Refund)),

        new(Risk, "a customer reads the admin's report with another verb",
            async target =>
            {
                var answer = await target.PostAsync("/admin/reports/revenue", Alice, "{}");
                return Finding.Of(answer, answer.Says("margin"), "the revenue of both shops", 403, 405);
            },
            target => target.GetAsync("/admin/reports/revenue", Ada)),

        new(Risk, "a verb that nobody mapped",
            async target =>
            {
                var answer = await target.SendAsync(new HttpMethod("JEFF"), "/admin/reports/revenue", Alice, null);
                return Finding.Of(answer, answer.Says("margin"), "the revenue of both shops", 403, 405, 501);
            },
            target => target.GetAsync("/admin/reports/revenue", Ada)),

        new(Risk, "the real verb in X-HTTP-Method-Override",
            async target =>
            {
                var answer = await target.PostAsync("/orders/" + Seed.BobsOrder, Bob, "{}", ("X-HTTP-Method-Override", "DELETE"));
                return Finding.Of(answer, answer.Succeeded, "a DELETE that the gateway took for a POST", 400, 403, 405);
            },
            target => target.GetAsync(Own, Alice)),
    ];
}
