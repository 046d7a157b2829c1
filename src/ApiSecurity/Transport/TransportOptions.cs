using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>What a connection and a request must look like before anything else is asked (<c>ApiSecurity:Transport</c>).</summary>
public sealed class TransportOptions : FeatureOptions
{
}
