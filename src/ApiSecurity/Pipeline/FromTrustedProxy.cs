namespace ApiSecurity.Pipeline;

/// <summary>
/// Feature of a request that came from a trusted proxy; set by the transport step, which alone knows the proxies and sees the connection's own address.
/// Without it nobody may believe the certificate headers (<c>Client-Cert</c>, RFC 9440); with it the connection's own certificate is the proxy's.
/// </summary>
internal sealed class FromTrustedProxy
{
    public static readonly FromTrustedProxy Instance = new();

    private FromTrustedProxy()
    {
    }
}
