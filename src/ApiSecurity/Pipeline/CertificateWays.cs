namespace ApiSecurity.Pipeline;

/// <summary>By which ways a client's certificate can get here, as far as that is known at the start; the transport knows.</summary>
internal abstract class CertificateWays
{
    /// <summary>Whether there is a proxy whose <c>Client-Cert</c> (RFC 9440) could be believed.</summary>
    public abstract bool HasTrustedProxy { get; }

    /// <summary>Whether the server asks on any of its endpoints; true where nobody can tell.</summary>
    public abstract bool ServerMayAsk { get; }

    /// <param name="fromProxy">Whether a trusted proxy's header counts.</param>
    /// <returns>Whether there is any way.</returns>
    public bool IsAny(bool fromProxy) => (fromProxy && HasTrustedProxy) || ServerMayAsk;
}
