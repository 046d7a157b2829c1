using System.Text;
using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API3:2023, broken object property level authorization: members that are not the client's to set or to see.</summary>
public static class PropertyAttacks
{
    private const string Risk = "API3:2023";
    private const string Lines = """ "lines": [ { "sku": "tea-sencha", "quantity": 1 } ] """;
    private static readonly string Own = $"/orders/{Seed.AlicesOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "mass assignment: an order in another's name",
            async target =>
            {
                var answer = await target.PostAsync("/orders", Alice, $$"""{ "ownerId": "bob", {{Lines}} }""");
                return Finding.Of(answer, answer.Succeeded && answer.Says("\"bob\""), "an order that bob pays for", 400);
            },
            Order),

        new(Risk, "mass assignment: an order that is paid already",
            async target =>
            {
                var answer = await target.PostAsync("/orders", Alice, $$"""{ "status": "Paid", {{Lines}} }""");
                return Finding.Of(answer, answer.Succeeded && answer.Says("Paid"), "goods for nothing", 400);
            },
            Order),

        new(Risk, "mass assignment: take over the margin by PATCH",
            async target =>
            {
                var answer = await target.PatchAsync(Own, Alice, """{ "internalMargin": 0 }""");
                return Finding.Of(answer, answer.Succeeded, "finance's own column is changed", 403);
            },
            target => target.PatchAsync(Own, Fiona, """{ "internalMargin": 12.5 }""")),

        new(Risk, "mass assignment: the margin in other letters",
            async target =>
            {
                var answer = await target.PatchAsync(Own, Alice, """{ "note": "ring twice", "INTERNAL\u004dargin": 0 }""");
                return Finding.Of(answer, answer.Succeeded, "finance's own column is changed", 403);
            },
            Note),

        new(Risk, "mass assignment: the margin by a merge patch",
            async target =>
            {
                var answer = await Merge(target, """{ "internalMargin": 0 }""");
                return Finding.Of(answer, answer.Succeeded, "finance's own column is changed", 403);
            },
            target => Merge(target, """{ "note": "ring twice" }""")),

        new("API6:2023", "name one's own price",
            async target =>
            {
                var answer = await target.PostAsync("/orders", Alice, """{ "lines": [ { "sku": "pot-cast-iron", "quantity": 1, "unitPrice": 0.01 } ] }""");
                return Finding.Of(answer, answer.Succeeded && answer.Json().GetProperty("total").GetDecimal() < 1, "a cast-iron pot for a cent", 400);
            },
            Order),

        new("API6:2023", "order a negative quantity",
            async target =>
            {
                var answer = await target.PostAsync("/orders", Alice, """{ "lines": [ { "sku": "tea-sencha", "quantity": -1000 } ] }""");
                return Finding.Of(answer, answer.Succeeded, "the shop owes alice money", 400);
            },
            Order),

        new(Risk, "read a member that is not for customers",
            async target =>
            {
                var answer = await target.GetAsync(Own, Alice);
                return Finding.Of(answer, answer.Says("margin"), "what the shop earns", 200);
            },
            target => target.GetAsync(Own, Fiona)),

        new(Risk, "read it in a list",
            async target =>
            {
                var answer = await target.GetAsync("/orders?take=50", Alice);
                return Finding.Of(answer, answer.Says("margin"), "what the shop earns by each", 200);
            },
            target => target.GetAsync("/orders?take=50", Fiona)),

        new(Risk, "read it in the answer to a change",
            async target =>
            {
                var answer = await Note(target);
                return Finding.Of(answer, answer.Says("margin"), "what the shop earns", 200);
            },
            Note),
    ];

    private static Task<Answer> Note(Target target) => target.PatchAsync(Own, Alice, """{ "note": "ring twice" }""");

    private static Task<Answer> Merge(Target target, string json) =>
        target.SendAsync(HttpMethod.Patch, Own, Alice, new StringContent(json, Encoding.UTF8, "application/merge-patch+json"));

    private static Task<Answer> Order(Target target) => target.PostAsync("/orders", Alice, $$"""{ {{Lines}} }""");
}
