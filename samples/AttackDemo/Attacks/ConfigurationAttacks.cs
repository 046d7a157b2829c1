using OrdersApi.Data;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API8:2023 and API9:2023: what the server tells without being asked, and what it believes without checking.</summary>
public static class ConfigurationAttacks
{
    private const string Risk = "API8:2023";
    private static readonly string Own = $"/orders/{Seed.AlicesOrder}";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "make it fail, and read the stack trace",
            async target =>
            {
                var answer = await target.GetAsync(Own + "/invoice?culture=zz-!", Alice);
                return Finding.Of(answer, answer.Says("   at ") || answer.Says("Exception") || answer.Says(".cs:line"), "the stack trace", 500);
            },
            target => target.GetAsync(Own + "/invoice?culture=de-DE", Alice)),

        new(Risk, "send the wrong type, and read the type's name",
            async target =>
            {
                var answer = await target.PatchAsync(Own, Alice, """{ "note": { "a": 1 } }""");
                return Finding.Of(answer, answer.Says("System.") || answer.Says("OrdersApi."), ".NET type names", 400);
            },
            target => target.PatchAsync(Own, Alice, """{ "note": "ring twice" }""")),

        new(Risk, "duplicate members: the check reads one, the code the other",
            async target =>
            {
                var answer = await target.PostAsync("/orders", Alice, """{ "lines": [ { "sku": "tea-sencha", "quantity": 1, "quantity": 90 } ] }""");
                return Finding.Of(answer, answer.Succeeded, "90 pieces", 400);
            },
            target => target.PostAsync("/orders", Alice, """{ "lines": [ { "sku": "tea-sencha", "quantity": 1 } ] }""")),

        new(Risk, "SQL in a search",
            async target =>
            {
                var answer = await target.GetAsync("/orders/search?note=" + Uri.EscapeDataString("%' OR TenantId='south' --"), Alice);
                return Finding.Of(answer, answer.Says("\"south\"") || answer.Says("carol"), "the other shop's orders", 200, 400);
            },
            target => target.GetAsync("/orders/search?note=ring", Alice))
        { ByOwnCode = true },

        new(Risk, "climb out of the folder with %2F",
            async target =>
            {
                var answer = await target.GetAsync("/documents/..%2Fappsettings.json", Alice);
                return Finding.Of(answer, answer.Says("Logging"), "the configuration file", 400, 404);
            },
            target => target.GetAsync("/documents/terms.txt", Alice)),

        new(Risk, "climb out of the folder with %252F, encoded twice",
            async target =>
            {
                var answer = await target.GetAsync("/documents/..%252Fappsettings.json", Alice);
                return Finding.Of(answer, answer.Says("Logging"), "the configuration file", 400, 404);
            },
            target => target.GetAsync("/documents/terms.txt", Alice)),

        new(Risk, "a foreign Host header that ends up in links",
            async target =>
            {
                var answer = await target.GetAsync("/", null, ("Host", "evil.example"));
                return Finding.Of(answer, answer.Says("evil.example"), "links to evil.example", 400, 421);
            },
            target => target.GetAsync("/")),

        new(Risk, "talk to it without TLS",
            async target =>
            {
                var answer = await target.GetPlainAsync(Own, Alice);
                return Finding.Of(answer, answer.Says("alice"), "token and order in clear text", 400, 403, 421, 426);
            },
            target => target.GetAsync(Own, Alice)),

        Missing("nosniff", "X-Content-Type-Options", "nosniff"),
        Missing("HSTS", "Strict-Transport-Security", "max-age"),
        Missing("a policy against framing and scripts", "Content-Security-Policy", "frame-ancestors 'none'"),
        Missing("no-store on personal data", "Cache-Control", "no-store"),

        new(Risk, "learn which server it is",
            async target =>
            {
                var answer = await target.GetAsync(Own, Alice);
                return Finding.Of(answer, answer.Header("Server") is not null || answer.Header("X-Powered-By") is not null, $"Server: {answer.Header("Server")}", 200);
            },
            target => target.GetAsync(Own, Alice)),

        new("API9:2023", "read the API's map without a login",
            async target =>
            {
                var answer = await target.GetAsync("/openapi/v1.json");
                return Finding.Of(answer, answer.Says("/refunds"), "every endpoint there is", 401, 404);
            },
            target => target.GetAsync("/health")),
    ];

    private static Attack Missing(string what, string header, string value) => new(Risk, $"an answer without {what}",
        async target =>
        {
            var answer = await target.GetAsync(Own, Alice);
            return Finding.Of(answer, answer.Header(header)?.Contains(value, StringComparison.Ordinal) != true, $"no {header}", 200);
        },
        target => target.GetAsync(Own, Alice));
}
