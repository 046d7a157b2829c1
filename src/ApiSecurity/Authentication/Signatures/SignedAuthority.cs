namespace ApiSecurity.Authentication;

internal static class SignedAuthority
{
    /// <summary>In lower case, and without the port that the scheme has anyway (RFC 9421 section 2.2.3).</summary>
    public static string Normalize(string host, string scheme)
    {
        var authority = host.ToLowerInvariant();
        var port = scheme.ToLowerInvariant() switch
        {
            "https" => ":443",
            "http" => ":80",
            _ => null,
        };
        return port is not null && authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority;
    }
}
