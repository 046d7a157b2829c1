namespace ApiSecurity.Pipeline;

/// <summary>
/// A credential came with the request and was not accepted. Authentication leaves this as a feature of the request, because by itself it
/// refuses nothing (the endpoint may be open); whoever refuses the request tells the reason.
/// </summary>
internal sealed record RejectedCredential(string Reason, SecurityEventSeverity Severity)
{
    /// <summary>What the client is told; the precise reason is the operator's.</summary>
    public ApiProblem Problem { get; init; } = ApiProblems.Unauthenticated;
}
