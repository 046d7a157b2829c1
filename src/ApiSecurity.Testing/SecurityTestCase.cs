using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>One group of attacks on one endpoint: a line in the test's output.</summary>
public sealed class SecurityTestCase
{
    internal SecurityTestCase(PostureEndpoint endpoint, SecurityProbe probe)
    {
        Endpoint = endpoint;
        Probe = probe;
    }

    /// <summary>Gets the endpoint.</summary>
    public PostureEndpoint Endpoint { get; }

    /// <summary>Gets the attacks.</summary>
    public SecurityProbe Probe { get; }

    /// <summary>Gets the stable name: <c>GET /orders/{id:guid}: Objects</c>.</summary>
    public string Name => $"{Endpoint.Name}: {Probe}";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
