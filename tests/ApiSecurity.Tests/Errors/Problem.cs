using System.Text.Json;

namespace ApiSecurity.Tests.Errors;

/// <summary>A problem as a test reads it.</summary>
internal sealed class Problem(HttpResponseMessage response, string body)
{
    public HttpResponseMessage Response { get; } = response;

    public string Body { get; } = body;

    public int Status => (int)Response.StatusCode;

    public string? MediaType => Response.Content.Headers.ContentType?.MediaType;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public string? TraceId => Json.GetProperty("traceId").GetString();

    /// <summary>The violations as <c>/pointer code</c> or <c>in:name code</c>.</summary>
    public string[] Violations => Json.TryGetProperty("violations", out var violations)
        ? [.. violations.EnumerateArray().Select(violation =>
            (violation.TryGetProperty("pointer", out var pointer) ? pointer.GetString() : $"{violation.GetProperty("in")}:{violation.GetProperty("name")}")
            + " " + violation.GetProperty("code"))]
        : [];

    public static async Task<Problem> GetAsync(TestApp app, string path, params (string Name, string Value)[] headers) =>
        await SendAsync(app, HttpMethod.Get, path, null, headers);

    public static async Task<Problem> PostAsync(TestApp app, string path, string body) => await SendAsync(app, HttpMethod.Post, path, body);

    public static async Task<Problem> SendAsync(TestApp app, HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Host")
            {
                request.Headers.Host = value;
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
