using System.Text;
using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API4:2023, unrestricted resource consumption: too long, too deep, too many, too often.</summary>
public static class ResourceAttacks
{
    private const string Risk = "API4:2023";
    private static readonly string Own = $"/orders/{Seed.AlicesOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "a body of 8 MB",
            target => SendAsync(target, $$"""{ "lines": [], "note": "{{new string('x', 8 << 20)}}" }""", "8 MB read and kept", 413),
            Order),

        new(Risk, "JSON nested 2,000 deep",
            target => SendAsync(target, $$"""{ "lines": [], "x": {{new string('[', 2000)}}{{new string(']', 2000)}} }""", "2,000 levels read", 400),
            Order),

        new(Risk, "an order with 5,000 lines",
            target => SendAsync(
                target, $$"""{ "lines": [ {{string.Join(',', Enumerable.Repeat("""{"sku":"tea-sencha","quantity":1}""", 5000))}} ] }""", "5,000 rows written", 400, 413),
            Order),

        new(Risk, "ask for the whole table in one page",
            async target =>
            {
                var answer = await target.GetAsync("/orders?take=1000000", Sam);
                var rows = answer.Succeeded ? answer.Json().GetArrayLength() : 0;
                return Finding.Of(answer, rows > 200, $"{rows} rows", 200, 400);
            },
            target => target.GetAsync("/orders?take=3", Sam))
        { ByOwnCode = true },

        new(Risk, "2,000 query parameters",
            async target =>
            {
                var answer = await target.GetAsync("/orders?" + new StringBuilder().Insert(0, "a=&", 2000), Alice);
                return Finding.Of(answer, answer.Succeeded, "2,000 parameters parsed", 400, 414);
            },
            target => target.GetAsync("/orders?take=3", Alice)),

        new(Risk, "a flood of 600 requests of one caller",
            target => FloodAsync(600, () => target.GetAsync(Own, Alice), "every one served"),
            target => target.GetAsync(Own, Alice))
        { Alone = true },

        new("API2:2023", "a flood of 1,200 guessed tokens",
            target => FloodAsync(1200, () => target.GetWithTokenAsync(Own, "a.guessed.token"), "every guess looked at"),
            target => target.GetAsync("/health"))
        { Alone = true },
    ];

    private static async Task<Finding> SendAsync(Target target, string json, string what, params int[] refusals)
    {
        var answer = await target.PostPatientlyAsync("/orders", Alice, json);
        return Finding.Of(answer, answer.Succeeded, what, refusals);
    }

    /// <summary>Twelve at a time, until the first is refused: enough to see a limit, too little to hurt the machine.</summary>
    private static async Task<Finding> FloodAsync(int requests, Func<Task<Answer>> send, string what)
    {
        Answer[] answers = [];
        for (var sent = 0; sent < requests && !answers.Any(IsLimited); sent += answers.Length)
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => send()));
        }

        var limited = answers.FirstOrDefault(IsLimited);
        return Finding.Of(limited ?? answers[^1], limited is null, what, 429);

        static bool IsLimited(Answer answer) => answer.Status == 429;
    }

    private static Task<Answer> Order(Target target) => target.PostAsync("/orders", Alice, """{ "lines": [ { "sku": "tea-sencha", "quantity": 1 } ] }""");
}
