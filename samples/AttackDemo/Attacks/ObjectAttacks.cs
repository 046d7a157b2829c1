using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API1:2023, broken object level authorization: somebody else's object, asked for by its id.</summary>
public static class ObjectAttacks
{
    private const string Risk = "API1:2023";
    private static readonly string Own = $"/orders/{Seed.AlicesOrder}";
    private static readonly string Bobs = $"/orders/{Seed.BobsOrder}";
    private static readonly string Carols = $"/orders/{Seed.CarolsOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "read another customer's order by its id",
            async target => Read(await target.GetAsync(Bobs, Alice), "bob"),
            target => target.GetAsync(Own, Alice)),

        new(Risk, "read an order of another tenant by its id",
            async target => Read(await target.GetAsync(Carols, Sam), "carol"),
            target => target.GetAsync(Bobs, Sam)),

        new(Risk, "list another tenant's orders with a filter",
            async target =>
            {
                var answer = await target.GetAsync("/orders?tenant=south", Alice);
                return Finding.Of(answer, answer.Says("\"south\"") || answer.Says("carol"), "the other shop's orders", 200, 400);
            },
            target => target.GetAsync("/orders", Alice)),

        new(Risk, "list another customer's orders with a filter",
            async target =>
            {
                var answer = await target.GetAsync("/orders?owner=bob", Alice);
                return Finding.Of(answer, answer.Says("\"bob\""), "bob's orders", 200, 400);
            },
            target => target.GetAsync("/orders", Alice)),

        new(Risk, "change another customer's order",
            async target =>
            {
                var answer = await target.PatchAsync(Bobs, Alice, """{ "note": "leave it at alice's door" }""");
                return Finding.Of(answer, answer.Succeeded, "bob's order says so now", 404);
            },
            target => target.PatchAsync(Own, Alice, """{ "note": "ring twice" }""")),

        new(Risk, "read another customer's invoice, one level below the order",
            async target =>
            {
                var answer = await target.GetAsync(Bobs + "/invoice", Alice);
                return Finding.Of(answer, answer.Says("Invoice"), "bob's invoice", 404);
            },
            target => target.GetAsync(Own + "/invoice", Alice)),

        new(Risk, "read another customer's address book entry",
            async target =>
            {
                var answer = await target.GetAsync($"/customers/{Seed.BobsAccount}", Alice);
                return Finding.Of(answer, answer.Says("bob@"), "bob's address and credit limit", 404);
            },
            target => target.GetAsync("/customers/me", Alice)),

        new(Risk, "cancel another tenant's order",
            async target =>
            {
                var answer = await target.SendAsync(HttpMethod.Delete, Carols, Alice, null);
                return Finding.Of(answer, answer.Succeeded, "carol's order is cancelled", 404);
            },
            target => target.GetAsync(Carols, Carol)),
    ];

    private static Finding Read(Answer answer, string owner) => Finding.Of(answer, answer.Says(owner), $"{owner}'s order", 404);
}
