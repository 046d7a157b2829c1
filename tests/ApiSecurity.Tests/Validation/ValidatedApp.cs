using System.Net;
using System.Text;
using System.Text.Json;

namespace ApiSecurity.Tests.Validation;

/// <summary>Sends bodies, and reads what is answered to wrong ones.</summary>
internal static class ValidatedApp
{
    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public static Task<TestApp> StartAsync(
        Action<WebApplication> map, Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, bool kestrel = false) =>
        TestApp.StartAsync(
            map,
            new Dictionary<string, string?>(settings ?? []) { ["Authorization:DisabledReason"] = "a test", ["Transport:RequireHttps"] = "false" },
            services,
            kestrel: kestrel);

    public static Task<Answer> PostAsync(this TestApp app, string path, string body) => app.PostAsync(path, Json(body));

    public static async Task<Answer> PostAsync(this TestApp app, string path, HttpContent content)
    {
        using var client = app.CreateClient();
        using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text)
    {
        public JsonElement Problem => JsonDocument.Parse(Text).RootElement;

        public string? Code => Problem.GetProperty("code").GetString();

        /// <summary><c>/lines/0/quantity minimum</c>, one for each violation.</summary>
        public string[] Violations => ContentType != "application/problem+json" ? [] :
            [.. Problem.GetProperty("violations").EnumerateArray().Select(violation => $"{violation.GetProperty("pointer")} {violation.GetProperty("code")}")];

        /// <summary><c>Lines[0].Quantity: text</c>, one for each error.</summary>
        public string[] Errors =>
            [.. Problem.GetProperty("errors").EnumerateObject().SelectMany(member => member.Value.EnumerateArray().Select(text => $"{member.Name}: {text}"))];
    }
}
