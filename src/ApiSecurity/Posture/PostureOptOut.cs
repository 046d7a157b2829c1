namespace ApiSecurity.Posture;

/// <summary>A check that an endpoint was taken out of.</summary>
public sealed class PostureOptOut
{
    internal PostureOptOut(string name, string reason)
    {
        Name = name;
        Reason = reason;
    }

    /// <summary>Gets the attribute's name without its ending: <c>DisableApiSecurity</c>, <c>PublicEndpoint</c>.</summary>
    public string Name { get; }

    /// <summary>Gets why.</summary>
    public string Reason { get; }
}
