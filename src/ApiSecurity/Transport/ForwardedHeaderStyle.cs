namespace ApiSecurity.Transport;

/// <summary>In which form the trusted proxies tell where a request came from.</summary>
public enum ForwardedHeaderStyle
{
    /// <summary>Either form; a request that has both is refused unless they say the same, for one of them may be the client's.</summary>
    Either = 0,

    /// <summary><c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c>; <c>Forwarded</c> is ignored.</summary>
    XForwarded = 1,

    /// <summary><c>Forwarded</c> (RFC 7239); the <c>X-Forwarded-…</c> headers are ignored.</summary>
    Forwarded = 2,
}
