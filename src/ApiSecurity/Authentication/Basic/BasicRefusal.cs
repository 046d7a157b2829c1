using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Why a name and password were not accepted. Of a wrong name and a wrong password the client learns the same, and so does the operator.</summary>
internal sealed class BasicRefusal
{
    private static readonly ApiProblem Invalid = new(401, ReasonCodes.InvalidCredential, "The credential is not valid.");

    public static readonly BasicRefusal Malformed = new(new RejectedCredential(ReasonCodes.CredentialMalformed, SecurityEventSeverity.Medium) { Problem = Invalid });
    public static readonly BasicRefusal Ambiguous = new(new RejectedCredential(ReasonCodes.CredentialAmbiguous, SecurityEventSeverity.Medium) { Problem = Invalid });

    /// <summary>The password went over the network in clear: whoever listened has it.</summary>
    public static readonly BasicRefusal Unprotected = new(new RejectedCredential(ReasonCodes.CredentialUnprotected, SecurityEventSeverity.High) { Problem = Invalid });

    /// <summary>Not the password's fault: nobody could tell.</summary>
    public static readonly BasicRefusal Unavailable = new(new RejectedCredential(ReasonCodes.StoreUnavailable, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(503, ReasonCodes.StoreUnavailable, "The credential can't be checked at the moment."),
    });

    public static readonly BasicRefusal Busy = new(new RejectedCredential(ReasonCodes.PasswordChecksBusy, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(503, ReasonCodes.PasswordChecksBusy, "Too many credentials are being checked at the moment."),
    });

    private BasicRefusal(RejectedCredential credential) => Credential = credential;

    public RejectedCredential Credential { get; }

    /// <param name="name">Whose password it would have been.</param>
    /// <param name="secret">The guard's hash of what was tried.</param>
    public static BasicRefusal Wrong(string name, ulong secret) =>
        new(new RejectedCredential(ReasonCodes.PasswordWrong, SecurityEventSeverity.Medium) { Problem = Invalid, Subject = name, SecretHash = secret, IsCounted = true });

    /// <param name="name">For whom nothing is tried at the moment.</param>
    /// <param name="answer">The guard's answer.</param>
    public static BasicRefusal Locked(string name, Refusal answer) =>
        new(new RejectedCredential(ReasonCodes.TooManyFailures, SecurityEventSeverity.Medium) { Problem = answer.Problem!, Subject = name, Locked = answer });
}
