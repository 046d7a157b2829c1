namespace ApiSecurity.RateLimiting;

/// <summary>The policies that endpoints name, learnt at start, so that no reload takes one away from under them.</summary>
internal sealed class RequiredPolicies
{
    private volatile IReadOnlyDictionary<string, string> _endpointByName = new Dictionary<string, string>();

    public void Require(IReadOnlyDictionary<string, string> endpointByName) => _endpointByName = endpointByName;

    public IEnumerable<(string Name, string Endpoint)> Missing(RateLimitOptions options) =>
        _endpointByName.Where(pair => !options.Policies.ContainsKey(pair.Key)).Select(pair => (pair.Key, pair.Value));
}
