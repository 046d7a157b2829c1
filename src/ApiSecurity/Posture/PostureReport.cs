namespace ApiSecurity.Posture;

/// <summary>Every endpoint of an application with what protects it, and what is missing.</summary>
public sealed class PostureReport
{
    internal PostureReport(DateTimeOffset madeAt, IReadOnlyList<PostureEndpoint> endpoints, IReadOnlyList<PostureFinding> findings)
    {
        MadeAt = madeAt;
        Endpoints = endpoints;
        Findings = findings;
    }

    /// <summary>Gets when the report was made.</summary>
    public DateTimeOffset MadeAt { get; }

    /// <summary>Gets the endpoints, by route and method.</summary>
    public IReadOnlyList<PostureEndpoint> Endpoints { get; }

    /// <summary>Gets the findings, the worst first; waived ones are among them.</summary>
    public IReadOnlyList<PostureFinding> Findings { get; }

    /// <summary>The findings that count: not waived, and at least as severe.</summary>
    /// <param name="severity">The least severity.</param>
    /// <returns>The findings.</returns>
    public IEnumerable<PostureFinding> FindingsFrom(PostureSeverity severity) => Findings.Where(finding => !finding.IsWaived && finding.Severity >= severity);

    /// <summary>The endpoints as a table in Markdown, for people.</summary>
    /// <returns>The table.</returns>
    public string ToMarkdown() => PostureTable.Of(this);

    /// <summary>The report as JSON, for tools: an object with <c>version</c>, <c>endpoints</c>, <c>findings</c> and, if it is given, <c>matrix</c>. Members may be added to a version, never taken away or changed.</summary>
    /// <param name="matrix">The matrix of <see cref="ApiPosture.GetMatrixAsync"/>, to have it in the same document.</param>
    /// <returns>The JSON text.</returns>
    public string ToJson(PostureMatrix? matrix = null) => PostureJson.Of(this, matrix);
}
