using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>What the options come to once the endpoint is known.</summary>
internal sealed class RequestPolicy
{
    public RequestPolicy(TransportOptions options, KestrelState kestrel)
    {
        IsEnabled = options.IsEnabled;
        IsEnforced = options.IsEnforced;
        MaxBody = BodyLimit.Of(options.Limits, kestrel);
        Decoder = new BodyDecoder(options.Decompression);
        Endpoints = new EndpointCache<EndpointRequestLimits>(endpoint => new EndpointRequestLimits(endpoint, MaxBody, options.Limits.RequestTimeout));
    }

    public bool IsEnabled { get; }

    public bool IsEnforced { get; }

    public long MaxBody { get; }

    public BodyDecoder Decoder { get; }

    public EndpointCache<EndpointRequestLimits> Endpoints { get; }
}
