using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;

namespace ApiSecurity.Transport;

/// <summary>What an endpoint says about the requests that it takes and the responses that it has.</summary>
internal sealed class EndpointRequestLimits
{
    public EndpointRequestLimits(Endpoint endpoint, long maxBody, TimeSpan timeout)
    {
        var metadata = endpoint.Metadata;
        IsDisabled = metadata.GetMetadata<DisableApiSecurityAttribute>() is not null;

        TimeSpan? ownTimeout = null;
        foreach (var own in metadata.GetOrderedMetadata<RequestLimitsAttribute>().Select(attribute => attribute.Options))
        {
            MaxQueryBytes = own.MaxQueryBytes ?? MaxQueryBytes;
            MaxQueryParameters = own.MaxQueryParameters ?? MaxQueryParameters;
            ownTimeout = own.Timeout ?? ownTimeout;
        }

        var ownBody = OwnBodyLimit.Of(metadata);
        BodyIsFrameworks = metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null;
        BodyIsOwn = ownBody is not null && !BodyIsFrameworks;
        MaxBody = ownBody ?? maxBody;

        // An endpoint that the framework's own timeouts are set for is left to them.
        var frameworksTimeout = metadata.GetMetadata<RequestTimeoutAttribute>() is not null
            || metadata.GetMetadata<RequestTimeoutPolicy>() is not null
            || metadata.GetMetadata<DisableRequestTimeoutAttribute>() is not null;
        Accepts = MediaTypes.Of(metadata.GetOrderedMetadata<IAcceptsMetadata>().SelectMany(accepts => accepts.ContentTypes));
        Produces = MediaTypes.Of(metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(produces => produces.StatusCode is >= 200 and < 300)
            .SelectMany(produces => produces.ContentTypes));

        // A stream of events may be silent for as long as nothing happens.
        var streamsEvents = Produces?.Include("text/event-stream") == true;
        Timeout = ownTimeout ?? (frameworksTimeout || streamsEvents || metadata.Any(IsGrpc) ? TimeSpan.Zero : timeout);
        if (Produces is { IsPlainTextOnly: true })
        {
            // The framework says so of every endpoint that returns a string, whatever the string is.
            Produces = null;
        }
    }

    /// <summary>A gRPC call may stream for as long as both sides like, and tells its own deadline. What the client calls its content says nothing.</summary>
    private static bool IsGrpc(object metadata) => metadata.GetType().FullName == "Grpc.AspNetCore.Server.GrpcMethodMetadata";

    public bool IsDisabled { get; }

    /// <summary>The largest body; <see cref="long.MaxValue"/> for no limit.</summary>
    public long MaxBody { get; }

    /// <summary>Whether the endpoint has a limit of ours, which may be above that of the API.</summary>
    public bool BodyIsOwn { get; }

    /// <summary>Whether the limit is the framework's (<c>[RequestSizeLimit]</c>), which routing has set.</summary>
    public bool BodyIsFrameworks { get; }

    public int MaxQueryBytes { get; } = int.MaxValue;

    public int MaxQueryParameters { get; } = int.MaxValue;

    public TimeSpan Timeout { get; }

    public MediaTypes? Accepts { get; }

    public MediaTypes? Produces { get; }
}
