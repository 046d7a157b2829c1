namespace ApiSecurity.Testing;

/// <summary>One request, as bytes on the wire would say it.</summary>
internal sealed record Attempt(string Method, string Path)
{
    /// <summary>With the question mark; empty for none.</summary>
    public string Query { get; init; } = string.Empty;

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    public string? Token { get; init; }

    /// <summary>Who, for messages.</summary>
    public string As { get; init; } = "nobody";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What is special about it, for messages.</summary>
    public string? With { get; init; }

    public override string ToString()
    {
        var query = Query.Length > 120 ? Query[..120] + "…" : Query;
        return $"{Method} {(Path.Length > 160 ? Path[..160] + "…" : Path)}{query} as {As}{(With is null ? string.Empty : $", {With}")}";
    }
}
