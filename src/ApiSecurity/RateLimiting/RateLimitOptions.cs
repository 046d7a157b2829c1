namespace ApiSecurity.RateLimiting;

/// <summary>How many requests a client may send (<c>ApiSecurity:RateLimiting</c>).</summary>
/// <remarks>
/// Rates are written as <c>10/s</c>, <c>10/min</c>, <c>10/h</c>, <c>10/d</c>, or with a multiple of the time: <c>100/15min</c>.
/// </remarks>
public sealed class RateLimitOptions : FeatureOptions
{
    /// <summary>Gets or sets how many requests may come from one address, before authentication, to all endpoints together.</summary>
    /// <remarks>
    /// An IPv6 client is counted by its /64 network. Requests without an address (an in-process test server, a Unix socket) are not
    /// counted here.
    /// </remarks>
    /// <value>The default is <c>600/min</c>: twice <see cref="PerClient"/>, for the clients that share an address.</value>
    public string PerAddress { get; set; } = "600/min";

    /// <summary>Gets or sets how many requests one authenticated caller may send, to all endpoints together.</summary>
    /// <value>The default is <c>300/min</c>.</value>
    public string PerClient { get; set; } = "300/min";

    /// <summary>Gets the limits that endpoints can ask for by name, each counted across all endpoints that name it.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, RateLimitPolicyOptions> Policies { get; } = new Dictionary<string, RateLimitPolicyOptions>(StringComparer.Ordinal);

    /// <summary>Gets the networks that are not counted by address; callers in them are still counted as clients.</summary>
    /// <value>The default is empty.</value>
    public IList<RateLimitExemption> Exemptions { get; } = [];

    /// <summary>
    /// Gets or sets how many keys (clients × limits) are remembered at the same time. The memory, 32 to 64 bytes a key, is set aside at
    /// start and never grows; beyond it, what is nearest to being forgotten anyway is forgotten early. A reload does not change it.
    /// </summary>
    /// <value>The default is 262,144 (8 MiB). From 1,024 to 67,108,864.</value>
    public int MaxKeys { get; set; } = 262_144;
}
