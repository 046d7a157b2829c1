using OrdersApi.Data;
using OrdersApi.Development;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API1:2023 again: ids that do not stand in a route of their own.</summary>
public static class ReferenceAttacks
{
    private const string Risk = "API1:2023";
    private const string Free = "/orders/f5ee0000-0000-4000-8000-00000000000f";
    private static readonly string Own = $"/orders/{Seed.AlicesOrder}";
    private static readonly string Bobs = $"/orders/{Seed.BobsOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "read another customer's order below one's own account",
            async target =>
            {
                var answer = await target.GetAsync($"/customers/{await AccountAsync(target, Alice)}/orders/{Seed.BobsOrder}", Alice);
                return Finding.Of(answer, answer.Says("bob"), "bob's order", 404);
            },
            async target => await target.GetAsync($"/customers/{await AccountAsync(target, Alice)}/orders/{Seed.AlicesOrder}", Alice)),

        new(Risk, "read one's own order below another customer's account, to learn of the account",
            async target =>
            {
                var answer = await target.GetAsync($"/customers/{Seed.BobsAccount}/orders/{Seed.AlicesOrder}", Alice);
                return Finding.Of(answer, answer.Succeeded, "bob's account is there", 404);
            },
            async target => await target.GetAsync($"/customers/{await AccountAsync(target, Alice)}/orders/{Seed.AlicesOrder}", Alice)),

        new(Risk, "read another customer's order in the query of a comparison",
            async target =>
            {
                var answer = await target.GetAsync($"/orders/compare?left={Seed.AlicesOrder}&right={Seed.BobsOrder}", Alice);
                return Finding.Of(answer, answer.Says("bob"), "bob's order", 404);
            },
            target => target.GetAsync($"/orders/compare?left={Seed.AlicesOrder}&right={Seed.AlicesOrder}", Alice)),

        new(Risk, "claim money for another customer's order, named in the body",
            async target =>
            {
                var answer = await target.PostAsync("/orders/claims", Alice, $$"""{ "orderId": "{{Seed.BobsOrder}}", "text": "It never came." }""");
                return Finding.Of(answer, answer.Succeeded, "what bob's order cost", 404);
            },
            target => target.PostAsync("/orders/claims", Alice, $$"""{ "orderId": "{{Seed.AlicesOrder}}", "text": "It never came." }""")),

        new(Risk, "hide another tenant's order behind one's own in a batch",
            async target =>
            {
                var answer = await target.PostAsync("/orders/status", Alice, $$"""{ "ids": ["{{Seed.AlicesOrder}}", "{{Seed.CarolsOrder}}"] }""");
                return Finding.Of(answer, answer.Says($"{Seed.CarolsOrder}"), "how carol's order stands", 404);
            },
            target => target.PostAsync("/orders/status", Alice, $$"""{ "ids": ["{{Seed.AlicesOrder}}"] }""")),

        new(Risk, "count the orders of the whole shop",
            async target =>
            {
                var answer = await target.GetAsync("/orders/count", Alice);
                return Finding.Of(answer, answer.Succeeded && answer.Json().GetProperty("orders").GetInt32() > 1_000, "what the shop sells", 200);
            },
            target => target.GetAsync("/orders/count", Alice)),

        new(Risk, "make an order by PUT, with an id and an owner of one's choice",
            async target =>
            {
                var answer = await target.SendAsync(HttpMethod.Put, Free, Alice, Json("bob"));
                return Finding.Of(answer, answer.Succeeded, "bob has an order that he never placed", 404);
            },
            target => target.SendAsync(HttpMethod.Put, Own, Alice, Json("alice"))),

        new(Risk, "take over another customer's order by PUT",
            async target =>
            {
                var answer = await target.SendAsync(HttpMethod.Put, Bobs, Alice, Json("alice"));
                return Finding.Of(answer, answer.Succeeded, "bob's order is alice's", 404);
            },
            target => target.SendAsync(HttpMethod.Put, Own, Alice, Json("alice"))) { Alone = true },

        new(Risk, "give an order away, for another customer to pay",
            async target =>
            {
                var answer = await target.SendAsync(HttpMethod.Put, Own, Alice, Json("bob"));
                return Finding.Of(answer, answer.Succeeded, "bob has alice's order", 403);
            },
            target => target.SendAsync(HttpMethod.Put, Own, Alice, Json("alice"))) { Alone = true },
    ];

    private static StringContent Json(string owner) => new($$"""{ "ownerId": "{{owner}}", "note": "ring twice" }""", System.Text.Encoding.UTF8, "application/json");

    private static async Task<string> AccountAsync(Target target, Person person) => (await target.GetAsync("/customers/me", person)).Json().GetProperty("id").GetString()!;
}
