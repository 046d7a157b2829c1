using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml.Linq;

namespace AttackDemo;

/// <summary>A server's answer, read to its end.</summary>
public sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, string? ContentType)
{
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The problem's stable code, where the answer is a problem (RFC 9457), or a SOAP fault with one.</summary>
    public string? Code
    {
        get
        {
            if (ContentType == "text/xml" && Says("Fault>"))
            {
                return XDocument.Parse(Body).Descendants().FirstOrDefault(element => element.Name.LocalName == "code")?.Value;
            }

            if (ContentType != "application/problem+json")
            {
                return null;
            }

            using var problem = JsonDocument.Parse(Body);
            return problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
        }
    }

    public bool Says(string text) => Body.Contains(text, StringComparison.OrdinalIgnoreCase);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public JsonElement Json() => JsonDocument.Parse(Body).RootElement;

    public override string ToString() => Status == 0 ? Body : Code is { } code ? $"{Status} {code}" : $"{Status}";

    /// <summary>Not an answer: the connection broke, or was never there.</summary>
    public static Answer None(string why)
    {
        using var nothing = new HttpResponseMessage();
        return new Answer(0, why, nothing.Headers, null);
    }

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        using (response)
        {
            return new Answer(
                (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
        }
    }
}
