using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Why a key was not accepted. The client learns of all but the last the same: that it is not valid.</summary>
internal sealed class ApiKeyRefusal
{
    private static readonly ApiProblem Invalid = new(401, ReasonCodes.InvalidCredential, "The credential is not valid.");

    public static readonly ApiKeyRefusal Malformed = new(ReasonCodes.KeyMalformed, SecurityEventSeverity.Medium);
    public static readonly ApiKeyRefusal Ambiguous = new(ReasonCodes.CredentialAmbiguous, SecurityEventSeverity.Medium);
    public static readonly ApiKeyRefusal InQuery = new(ReasonCodes.KeyInQuery, SecurityEventSeverity.High);

    /// <summary>Not the key's fault: nobody could tell.</summary>
    public static readonly ApiKeyRefusal Unavailable = new(
        ReasonCodes.StoreUnavailable,
        SecurityEventSeverity.Medium,
        new ApiProblem(503, ReasonCodes.StoreUnavailable, "The key can't be checked at the moment."));

    private ApiKeyRefusal(string reason, SecurityEventSeverity severity, ApiProblem? problem = null)
        : this(new RejectedCredential(reason, severity) { Problem = problem ?? Invalid })
    {
    }

    private ApiKeyRefusal(RejectedCredential credential) => Credential = credential;

    public RejectedCredential Credential { get; }

    /// <summary>No such id, or another secret: which of them is for nobody to know.</summary>
    public static ApiKeyRefusal Unknown(string id) => Of(id, null, ReasonCodes.KeyUnknown, SecurityEventSeverity.Medium);

    public static ApiKeyRefusal Expired(ApiKey key) => Of(key.Id, key.Owner, ReasonCodes.KeyExpired, SecurityEventSeverity.Low);

    public static ApiKeyRefusal Revoked(ApiKey key) => Of(key.Id, key.Owner, ReasonCodes.KeyRevoked, SecurityEventSeverity.Medium);

    public static ApiKeyRefusal Network(ApiKey key) => Of(key.Id, key.Owner, ReasonCodes.KeyNetwork, SecurityEventSeverity.High);

    /// <param name="id">The key's id, for whoever counts failures.</param>
    /// <param name="subject">Its owner, if the secret was right.</param>
    /// <param name="reason">The reason code.</param>
    /// <param name="severity">How much attention it deserves.</param>
    private static ApiKeyRefusal Of(string id, string? subject, string reason, SecurityEventSeverity severity) =>
        new(new RejectedCredential(reason, severity) { Problem = Invalid, CredentialId = id, Subject = subject });
}
