namespace ApiSecurity.Tests.Cors;

/// <summary>Speaks as a browser would, header by header.</summary>
internal static class CorsClient
{
    public const string Shop = "https://shop.example";
    public const string Evil = "https://evil.example";

    public static Task<HttpResponseMessage> SendAsync(
        this TestApp app, string method, string path, string? body = null, string? type = null, params (string Name, string Value)[] headers) =>
        app.CreateClient().SendAsync(Message(method, path, body, type, headers), TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> SendAsync(this TestApp app, string method, string path, params (string Name, string Value)[] headers) =>
        app.SendAsync(method, path, null, null, headers);

    public static Task<HttpResponseMessage> PreflightAsync(
        this TestApp app, string path, string origin, string method = "POST", string? headers = null, params (string Name, string Value)[] more)
    {
        (string, string)[] all = [("Origin", origin), ("Access-Control-Request-Method", method), .. more];
        return app.SendAsync("OPTIONS", path, headers is null ? all : [.. all, ("Access-Control-Request-Headers", headers)]);
    }

    public static HttpRequestMessage Message(string method, string path, string? body, string? type, (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            message.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
            if (type is not null)
            {
                Assert.True(message.Content.Headers.TryAddWithoutValidation("Content-Type", type));
            }
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(message.Headers.TryAddWithoutValidation(name, value), $"The client could not set {name}.");
        }

        return message;
    }

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>All CORS headers of an answer, in one text.</summary>
    public static string CorsHeaders(this HttpResponseMessage response) => string.Join(
        '\n',
        response.Headers.Where(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));

    public static async Task<string?> CodeAsync(this HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        using var problem = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return problem.RootElement.GetProperty("code").GetString();
    }
}
