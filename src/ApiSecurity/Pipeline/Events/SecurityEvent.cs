using System.Net;

namespace ApiSecurity;

/// <summary>
/// One decision that was not a plain accept. Logs, metrics, traces and every <see cref="ISecurityEventListener"/> are told of it.
/// It never holds a token, a secret, a body or a raw path.
/// </summary>
/// <remarks>Immutable, and made by the library; applications make one to test a listener of theirs.</remarks>
public sealed class SecurityEvent
{
    /// <summary>Gets the name of the event, one of <see cref="SecurityEventNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the stable reason code, one of <see cref="ReasonCodes"/>: the same text in log, metric tag and problem.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets what became of the request.</summary>
    public required SecurityEventOutcome Outcome { get; init; }

    /// <summary>Gets how much attention the event deserves.</summary>
    public required SecurityEventSeverity Severity { get; init; }

    /// <summary>Gets the feature that decided: <c>transport</c>, <c>cors</c>, <c>authentication</c>, …</summary>
    public required string Feature { get; init; }

    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Gets the caller's subject (<c>sub</c>), or <see langword="null"/> for an unknown caller.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets the address of the client, after trusted proxies have been taken into account.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>Gets the HTTP method, or <c>OTHER</c> for one that the HTTP specifications don't know.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the route pattern of the endpoint (<c>/orders/{id:guid}</c>), never the path itself; <see langword="null"/> before routing.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets the HTTP status that was sent, or would have been; 0 where the event has none.</summary>
    public int StatusCode { get; init; }

    /// <summary>Gets the type of the object that was asked for.</summary>
    public string? ObjectType { get; init; }

    /// <summary>Gets the id of the object that was asked for.</summary>
    public string? ObjectId { get; init; }

    /// <summary>Gets what helps the operator to act (a member's pointer, a policy's name); never a value that the client sent.</summary>
    public string? Detail { get; init; }

    /// <summary>Gets the trace id that the client was told.</summary>
    public required string TraceId { get; init; }
}
