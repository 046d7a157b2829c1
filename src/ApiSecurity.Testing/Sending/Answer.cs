using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Testing;

/// <summary>What came back.</summary>
internal sealed class Answer(int status, IReadOnlyList<(string Name, string Value)> headers, byte[] body)
{
    /// <summary>Where no answer came in time, or the server's code threw through everything.</summary>
    public static readonly Answer None = new(0, [], []);

    private readonly Lazy<JsonNode?> _json = new(() => Parse(body));

    public int Status => status;

    public IReadOnlyList<(string Name, string Value)> Headers => headers;

    public string Text { get; } = Encoding.UTF8.GetString(body);

    public JsonNode? Json => _json.Value;

    /// <summary>The endpoint that was chosen.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>What escaped from the application without a response.</summary>
    public Exception? Thrown { get; init; }

    public bool IsSuccess => status is >= 200 and < 300;

    /// <summary>Too many requests, or too busy: says nothing about what was tried.</summary>
    public bool IsInconclusive => status is 0 or 429 or 503;

    public string? Header(string name) => headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value;

    public IEnumerable<string> All(string name) => headers.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The status and the shape of the body: no values, which may be anybody's.</summary>
    public override string ToString() => status == 0
        ? Thrown is null ? "no answer in time" : $"{Thrown.GetType().Name}, and no answer"
        : body.Length == 0 ? $"{status}, no body" : $"{status}, {(Json is { } json ? Shapes.Of(json) : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{body.Length} bytes of {Header("Content-Type") ?? "no type"}"))}";

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
