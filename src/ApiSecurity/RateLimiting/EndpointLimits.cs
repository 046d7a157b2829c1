namespace ApiSecurity.RateLimiting;

/// <summary>The limits of one endpoint, each list in the order in which they are asked.</summary>
internal sealed record EndpointLimits(Limit[] ByAddress, Limit[] ByCaller)
{
    public static readonly EndpointLimits None = new([], []);

    /// <summary>The shortest time first: who is refused there must not use up what counts over a day.</summary>
    public static EndpointLimits Of(IEnumerable<Limit> limits)
    {
        var ordered = limits.OrderBy(limit => limit.Rate.Window).ThenBy(limit => limit.Rate.Permits).ToLookup(limit => limit.Per == LimitBy.Address);
        return new EndpointLimits([.. ordered[true]], [.. ordered[false]]);
    }
}
