namespace ApiSecurity.RateLimiting;

/// <summary>Whose requests a limit counts together.</summary>
public enum LimitBy
{
    /// <summary>
    /// The authenticated caller: the subject of its credential (<c>sub</c>), or its client id where it has none. Callers that are not
    /// authenticated are told apart by address. Counted after authentication.
    /// </summary>
    Client = 0,

    /// <summary>
    /// The client's address: an IPv4 address, or the /64 network of an IPv6 address, which is what one customer gets. Counted before
    /// authentication, so that guessing is cheap to refuse.
    /// </summary>
    Address = 1,

    /// <summary>Everybody together: protects what the endpoint uses. Counted after authentication.</summary>
    Everyone = 2,
}
