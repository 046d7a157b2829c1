namespace ApiSecurity.Tests.Transport;

/// <summary>An answer as it came over the wire; status 0 if the server closed without one.</summary>
internal sealed record RawResponse(int Status, string Head, string Body)
{
    public static RawResponse Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0
            ? new RawResponse(0, text, string.Empty)
            : new RawResponse(int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), text[..end], text[(end + 4)..]);
    }

    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name) =>
        Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>A string member of the problem in the body, or null.</summary>
    public string? Problem(string member)
    {
        var json = Body[Math.Max(0, Body.IndexOf('{', StringComparison.Ordinal))..(Body.LastIndexOf('}') + 1)];
        return json.Length == 0 ? null : System.Text.Json.JsonDocument.Parse(json).RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;
    }
}
