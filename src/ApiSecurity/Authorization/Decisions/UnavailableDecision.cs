namespace ApiSecurity.Authorization;

/// <summary>What a request is told whose decision could not be had. It never passes.</summary>
public enum UnavailableDecision
{
    /// <summary>503 with <c>Retry-After</c>: the client may try again.</summary>
    Unavailable = 0,

    /// <summary>403, as if access had been denied.</summary>
    Deny = 1,
}
