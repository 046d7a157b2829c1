namespace ApiSecurity.RateLimiting;

/// <summary>The limits of one endpoint, each list in the order in which they are asked.</summary>
internal sealed record EndpointRateLimits(Limit[] ByAddress, Limit[] ByCaller)
{
    public static readonly EndpointRateLimits None = new([], []);

    /// <summary>The shortest time first: who is refused there must not use up what counts over a day.</summary>
    public static EndpointRateLimits Of(IEnumerable<Limit> limits)
    {
        var ordered = limits.OrderBy(limit => limit.Rate.Window).ThenBy(limit => limit.Rate.Permits).ToLookup(limit => limit.Per == LimitBy.Address);
        return new EndpointRateLimits([.. ordered[true]], [.. ordered[false]]);
    }
}
