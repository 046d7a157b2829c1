namespace ApiSecurity.Errors;

/// <summary>How failures are told to clients and to the log (<c>ApiSecurity:Errors</c>).</summary>
public sealed class ErrorsOptions : FeatureOptions
{
    /// <summary>
    /// Gets or sets whether an answer with a status from 400 to 599 and no body becomes a problem (RFC 9457). Endpoints with
    /// <c>[SkipStatusCodePages]</c> keep their empty answers in any case.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool FillEmptyResponses { get; set; } = true;

    /// <summary>
    /// Gets or sets whether a request that can't be bound is answered with the names of the fields and parameters that are wrong. For
    /// minimal APIs this sets <see cref="Microsoft.AspNetCore.Routing.RouteHandlerOptions.ThrowOnBadRequest"/>, as Development does
    /// anyway. Read at start; a reload does not change it.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool DescribeBindingErrors { get; set; } = true;

    /// <summary>
    /// Gets or sets whether the messages of exceptions are logged. They hold what the application put there: connection strings, keys,
    /// personal data, the caller's input. Without them the log has the types and the stack traces, under the trace id.
    /// </summary>
    /// <value>The default is <see langword="null"/>: only in the environment <c>Development</c>.</value>
    public bool? LogExceptionMessages { get; set; }

    /// <summary>
    /// Gets or sets whether, in the environment <c>Development</c>, a client on this machine is told the exception itself: its types,
    /// messages and stack traces. Other clients, and requests that came through a proxy, never are; nor is anyone in another environment.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool DeveloperDetails { get; set; } = true;
}
