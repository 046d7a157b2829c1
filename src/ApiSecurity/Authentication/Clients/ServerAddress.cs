namespace ApiSecurity.Authentication;

/// <summary>Where secrets and tokens may be sent: over TLS, and in Development to the developer's own machine without.</summary>
internal static class ServerAddress
{
    public static bool IsAllowed(Uri address, bool isDevelopment) =>
        address.IsAbsoluteUri && address.UserInfo.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (isDevelopment && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>The two places of an issuer's metadata: that of OpenID Connect Discovery section 4, and that of RFC 8414 section 3.1.</summary>
    public static (Uri OpenId, Uri OAuth) MetadataOf(string issuer)
    {
        var address = new Uri(issuer);
        var path = address.AbsolutePath.TrimEnd('/');
        var host = address.GetLeftPart(UriPartial.Authority);
        return (new Uri($"{host}{path}/.well-known/openid-configuration"), new Uri($"{host}/.well-known/oauth-authorization-server{path}"));
    }

    /// <summary>Whether the two name the same issuer; a slash at the end is a common slip of the pen and no other issuer.</summary>
    public static bool IsSameIssuer(string one, string other) => one.AsSpan().TrimEnd('/').SequenceEqual(other.AsSpan().TrimEnd('/'));
}
