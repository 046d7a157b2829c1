using System.Globalization;

namespace ApiSecurity.Tests.Transport;

/// <summary>An answer as it came over the wire; status 0 if the server closed without one.</summary>
internal sealed record RawResponse(int Status, string Head, string Body)
{
    public static RawResponse Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return new RawResponse(0, text, string.Empty);
        }

        var response = new RawResponse(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text[..end], text[(end + 4)..]);
        return response.Header("Transfer-Encoding") == "chunked" ? response with { Body = Dechunk(response.Body) } : response;
    }

    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name) =>
        Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>A string member of the problem in the body, or null.</summary>
    public string? Problem(string member)
    {
        using var json = System.Text.Json.JsonDocument.Parse(Body);
        return json.RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;
    }

    private static string Dechunk(string body)
    {
        var content = new System.Text.StringBuilder();
        while (body.IndexOf("\r\n", StringComparison.Ordinal) is var end and > 0)
        {
            var length = int.Parse(body.AsSpan(0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            content.Append(body, end + 2, length);
            body = body[(end + 2 + length + 2)..];
        }

        return content.ToString();
    }
}
