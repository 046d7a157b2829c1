namespace ApiSecurity.Pipeline;

/// <summary>Everything about one refusal: what the client is told (the problem) and what the operator is told (the event).</summary>
/// <remarks>Immutable, so that a refusal without request-specific parts is made once and used for all.</remarks>
internal sealed record Refusal(string Feature, string EventName, ApiProblem? Problem)
{
    private readonly string? _reason;

    /// <summary>The event's reason: the problem's code, unless the client must not learn the precise one.</summary>
    public string Reason
    {
        get => _reason ?? Problem?.Code ?? throw new InvalidOperationException("A refusal without a problem needs a reason.");
        init => _reason = value;
    }

    public SecurityEventSeverity Severity { get; init; } = SecurityEventSeverity.Medium;

    public string? Detail { get; init; }

    public string? Subject { get; init; }

    public string? ObjectType { get; init; }

    public string? ObjectId { get; init; }

    /// <summary>Members for the problem beside the catalogue's own (<c>violations</c>, …).</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Extensions { get; init; } = [];

    /// <summary>Response headers that the client needs to act (<c>Retry-After</c>, <c>Allow</c>, <c>WWW-Authenticate</c>).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
