namespace ApiSecurity.RateLimiting;

/// <summary>
/// Limits how many requests may be sent to an endpoint. An endpoint may have several; each must have room for the request.
/// </summary>
/// <remarks>
/// A rate is counted for each endpoint by itself, also when the attribute stands on a controller; a policy
/// (<c>ApiSecurity:RateLimiting:Policies</c>) is counted across all endpoints that name it.
/// </remarks>
/// <param name="limit">A rate such as <c>10/min</c>, or the name of a policy; <see cref="ArgumentException"/> if it is empty.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RateLimitAttribute(string limit) : Attribute
{
    private LimitBy? _per;
    private int? _burst;

    /// <summary>Gets the rate (<c>10/s</c>, <c>10/min</c>, <c>10/h</c>, <c>10/d</c>, <c>100/15min</c>) or the name of the policy.</summary>
    public string Limit { get; } = string.IsNullOrWhiteSpace(limit)
        ? throw new ArgumentException("Write a rate such as 10/min, or the name of a policy.", nameof(limit))
        : limit;

    /// <summary>Gets or sets whose requests are counted together. Not for policies, which bring their own.</summary>
    /// <value>The default is <see cref="LimitBy.Client"/>.</value>
    public LimitBy Per
    {
        get => _per ?? LimitBy.Client;
        set => _per = value;
    }

    /// <summary>Gets or sets how many requests may come at once. Not for policies, which bring their own.</summary>
    /// <value>The default is 0: as many as the rate allows in its time, 10 for <c>10/min</c>.</value>
    public int Burst
    {
        get => _burst ?? 0;
        set => _burst = value;
    }

    /// <summary>Whether something was set that a policy would override.</summary>
    internal bool HasOwnSettings => _per is not null || _burst is not null;
}
