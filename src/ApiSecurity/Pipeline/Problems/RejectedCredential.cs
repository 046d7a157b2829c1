namespace ApiSecurity.Pipeline;

/// <summary>
/// A credential came with the request and was not accepted. Authentication leaves this as a feature of the request, because by itself it
/// refuses nothing (the endpoint may be open); whoever refuses the request tells the reason.
/// </summary>
internal sealed record RejectedCredential(string Reason, SecurityEventSeverity Severity)
{
    /// <summary>What the client is told; the precise reason is the operator's.</summary>
    public ApiProblem Problem { get; init; } = ApiProblems.Unauthenticated;

    /// <summary>What the credential calls itself: a key's id, a user name. Not a secret, and not believed: failures are counted by it.</summary>
    public string? CredentialId { get; init; }

    /// <summary>Whom the credential would have been for, if it tells. Failures are counted by it.</summary>
    public string? Subject { get; init; }

    /// <summary>A keyed hash of the secret that was tried, where the same one may be tried on many; 0 where it makes no sense.</summary>
    public ulong SecretHash { get; init; }

    /// <summary>Whether the scheme has had the failure counted itself.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The answer in place of the usual challenge, whatever the mode: for a scheme that was not let try the credential.</summary>
    public Refusal? Locked { get; init; }
}
