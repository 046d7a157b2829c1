using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Posture;

/// <summary>An endpoint and what protects it, read from the same metadata and plans that requests go by.</summary>
public sealed class PostureEndpoint
{
    internal PostureEndpoint(Endpoint source) => Source = source;

    /// <summary>Gets how messages call it: <c>GET /orders/{id:guid}</c>; <c>ANY</c> for all methods.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>Gets the framework's display name.</summary>
    public string? DisplayName { get; internal init; }

    /// <summary>Gets the route's pattern, with a slash before it: <c>/orders/{id:guid}</c>; <see langword="null"/> for an endpoint without a route.</summary>
    public string? Route { get; internal init; }

    /// <summary>Gets the methods that it takes; empty for all that no other endpoint of its route does.</summary>
    public IReadOnlyList<string> Methods { get; internal init; } = [];

    /// <summary>Gets the hosts that it is for; empty for all.</summary>
    public IReadOnlyList<string> Hosts { get; internal init; } = [];

    /// <summary>Gets how it was made.</summary>
    public PostureEndpointKind Kind { get; internal init; }

    /// <summary>Gets who may call it.</summary>
    public PostureAccess Access { get; internal init; } = new();

    /// <summary>Gets what it takes from the path and the query.</summary>
    public IReadOnlyList<PostureParameter> Parameters { get; internal init; } = [];

    /// <summary>Gets the objects that it gets through their policies; one for each operation where its methods want different ones.</summary>
    public IReadOnlyList<PostureObject> Objects { get; internal init; } = [];

    /// <summary>Gets whether the handler, or its controller, asks object policies by itself: it takes an <c>ObjectAuthorizer</c>.</summary>
    public bool AsksObjectPolicies { get; internal init; }

    /// <summary>Gets the JSON body; <see langword="null"/> where the endpoint binds none.</summary>
    public PostureBody? Body { get; internal init; }

    /// <summary>Gets the types of its successful answers, as far as they are known.</summary>
    public IReadOnlyList<Type> ResponseTypes { get; internal init; } = [];

    /// <summary>Gets the rate limits, in words: <c>per client, 300/min</c>.</summary>
    public IReadOnlyList<string> RateLimits { get; internal init; } = [];

    /// <summary>Gets how many bytes a body may have; <see langword="null"/> for no limit.</summary>
    public long? MaxBodyBytes { get; internal init; }

    /// <summary>Gets how long it may take until the response starts; <see langword="null"/> for as long as it takes, or where the framework's own timeout decides.</summary>
    public TimeSpan? Timeout { get; internal init; }

    /// <summary>Gets what it was taken out of, and why.</summary>
    public IReadOnlyList<PostureOptOut> OptOuts { get; internal init; } = [];

    internal Endpoint Source { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
