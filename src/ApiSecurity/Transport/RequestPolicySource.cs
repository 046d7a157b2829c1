using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>The policy as it is now, for both of the steps that use it.</summary>
internal sealed class RequestPolicySource(FeatureOptionsSource<TransportOptions> options, KestrelState kestrel)
{
    private readonly Compiled<RequestPolicy> _policy = options.Compile(current => new RequestPolicy(current, kestrel));

    public RequestPolicy Current => _policy.Value;
}
