namespace ApiSecurity.RateLimiting;

/// <summary>A limit with a name (<c>ApiSecurity:RateLimiting:Policies:name</c>).</summary>
public sealed class RateLimitPolicyOptions
{
    /// <summary>Gets or sets the rate, <c>10/min</c>.</summary>
    /// <value>There is no default: a policy needs one.</value>
    public string Limit { get; set; } = string.Empty;

    /// <summary>Gets or sets how many requests may come at once.</summary>
    /// <value>The default is 0: as many as the rate allows in its time, 10 for <c>10/min</c>.</value>
    public int Burst { get; set; }

    /// <summary>Gets or sets whose requests are counted together.</summary>
    /// <value>The default is <see cref="LimitBy.Client"/>.</value>
    public LimitBy Per { get; set; }
}
