namespace ApiSecurity.Posture;

/// <summary>Something that the posture report finds, and what to do about it.</summary>
public sealed class PostureFinding
{
    internal PostureFinding(string id, PostureSeverity severity, string category, PostureEndpoint? endpoint, string message, string remedy)
    {
        Id = id;
        Severity = severity;
        Category = category;
        Endpoint = endpoint;
        Message = message;
        Remedy = remedy;
    }

    /// <summary>Gets the stable id, one of <see cref="PostureFindingIds"/>.</summary>
    public string Id { get; }

    /// <summary>Gets how much it matters.</summary>
    public PostureSeverity Severity { get; }

    /// <summary>Gets where it belongs in the OWASP API Security Top 10: <c>API1:2023</c>.</summary>
    public string Category { get; }

    /// <summary>Gets the endpoint; <see langword="null"/> where it is about the whole application.</summary>
    public PostureEndpoint? Endpoint { get; }

    /// <summary>Gets what was found, in a sentence.</summary>
    public string Message { get; }

    /// <summary>Gets what to do about it, in a sentence.</summary>
    public string Remedy { get; }

    /// <summary>Gets whether it is waived, and so stops no start.</summary>
    public bool IsWaived => WaiverReason is not null;

    /// <summary>Gets why it is waived; <see langword="null"/> where it is not.</summary>
    public string? WaiverReason { get; internal set; }

    /// <summary>Gets the last day (UTC) on which the waiver counts; <see langword="null"/> where there is none.</summary>
    public DateOnly? WaivedUntil { get; internal set; }

    /// <summary>Whether another line of the start-up summary tells it in the same words.</summary>
    internal bool IsTold { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint?.Name ?? "the application"}: {Id} ({Severity}). {Message} {Remedy}";
}
