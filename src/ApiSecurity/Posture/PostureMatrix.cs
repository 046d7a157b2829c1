namespace ApiSecurity.Posture;

/// <summary>Who may call what: endpoints by kinds of callers. Each answer was had by evaluating the endpoint's policy for such a caller.</summary>
/// <remarks>
/// Whoever has a role or a permission is taken to call by a client that was granted every scope which endpoints ask for: a scope says what a client may ask for, not what its user may do.
/// What objects the caller may have is not asked here.
/// </remarks>
public sealed class PostureMatrix
{
    internal PostureMatrix(IReadOnlyList<PostureCaller> callers, IReadOnlyList<PostureMatrixRow> rows)
    {
        Callers = callers;
        Rows = rows;
    }

    /// <summary>
    /// Gets the kinds of callers: anonymous, known, each role that the options or an endpoint name, each permission that an endpoint names.
    /// </summary>
    public IReadOnlyList<PostureCaller> Callers { get; }

    /// <summary>Gets the endpoints, in the report's order.</summary>
    public IReadOnlyList<PostureMatrixRow> Rows { get; }

    /// <summary>The matrix as a table in Markdown, for people.</summary>
    /// <returns>The table.</returns>
    public string ToMarkdown() => PostureTable.Of(this);
}
