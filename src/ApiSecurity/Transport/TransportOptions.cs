using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>What a connection and a request must look like before anything else is asked (<c>ApiSecurity:Transport</c>).</summary>
public sealed class TransportOptions : FeatureOptions
{
    /// <summary>
    /// Gets or sets whether plain HTTP is refused with 403. In the environment Development, clients on the same machine may speak it
    /// in any case, and in-process test servers may everywhere.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RequireHttps { get; set; } = true;
}
