using System.Text.Json.Nodes;

namespace ApiSecurity.Testing;

/// <summary>Who calls, what is whose, and what requests need that can't be guessed.</summary>
public sealed class SecurityTestData
{
    private readonly List<SecurityTestCallerData> _callers = [];
    private readonly List<(string Endpoint, string Json)> _bodies = [];
    private readonly List<(string? Endpoint, string Name, string Value)> _values = [];
    private readonly List<(string Endpoint, string[] Permissions)> _restricted = [];

    internal SecurityTestData()
    {
    }

    internal IReadOnlyList<SecurityTestCallerData> Callers => _callers;

    /// <summary>Adds a caller. Two tenants and two callers of one tenant are the least that shows who is kept from whom.</summary>
    /// <param name="caller">The caller.</param>
    /// <returns>Where to say what is theirs.</returns>
    public SecurityTestCallerData AddCaller(TestCaller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var added = new SecurityTestCallerData(caller);
        _callers.Add(added);
        return added;
    }

    /// <summary>Gives a valid body for an endpoint, where one that is made from the body's type is not valid. The kit puts the ids of objects in by itself.</summary>
    /// <param name="endpoint">The endpoint, as the posture report calls it: <c>POST /orders</c>.</param>
    /// <param name="json">The body.</param>
    /// <returns>This.</returns>
    /// <exception cref="System.Text.Json.JsonException">The body is no JSON.</exception>
    public SecurityTestData UseBody(string endpoint, string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(endpoint);
        ArgumentNullException.ThrowIfNull(json);
        _ = JsonNode.Parse(json);
        _bodies.Add((endpoint, json));
        return this;
    }

    /// <summary>Gives a value for a parameter of the path or the query.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="endpoint">The endpoint that it is for; for all where left out.</param>
    /// <returns>This.</returns>
    public SecurityTestData UseValue(string name, string value, string? endpoint = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        _values.Add((endpoint, name, value));
        return this;
    }

    /// <summary>Says who is meant to call an endpoint, whatever the endpoint itself says: callers with all of these permissions.</summary>
    /// <param name="endpoint">The endpoint's name in the posture report (<c>GET /admin/report</c>), or the beginning of a path (<c>/admin</c>).</param>
    /// <param name="permissions">The permissions; one at least.</param>
    /// <returns>This.</returns>
    public SecurityTestData OnlyFor(string endpoint, params string[] permissions)
    {
        ArgumentException.ThrowIfNullOrEmpty(endpoint);
        ArgumentNullException.ThrowIfNull(permissions);
        ArgumentOutOfRangeException.ThrowIfZero(permissions.Length, nameof(permissions));
        _restricted.Add((endpoint, permissions));
        return this;
    }

    internal JsonNode? BodyOf(string endpoint) =>
        _bodies.FindLast(body => Same(body.Endpoint, endpoint)) is { Json: { } json } ? JsonNode.Parse(json) : null;

    internal string? ValueOf(string endpoint, string name) =>
        (_values.FindLast(value => value.Endpoint is not null && Same(value.Endpoint, endpoint) && Same(value.Name, name)) is { Name: not null } own ? own
            : _values.FindLast(value => value.Endpoint is null && Same(value.Name, name))).Value;

    internal IEnumerable<string> PermissionsFor(string endpoint, string route) => _restricted
        .Where(one => one.Endpoint.StartsWith('/')
            ? route.StartsWith(one.Endpoint, StringComparison.OrdinalIgnoreCase) && (route.Length == one.Endpoint.Length || one.Endpoint.EndsWith('/') || route[one.Endpoint.Length] == '/')
            : Same(one.Endpoint, endpoint))
        .SelectMany(one => one.Permissions).Distinct(StringComparer.Ordinal);

    private static bool Same(string left, string right) => string.Equals(left.TrimEnd('/'), right.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
