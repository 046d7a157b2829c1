namespace ApiSecurity.Headers;

/// <summary>The hosts for which HTTPS must not be remembered: every program on a developer's machine shares them.</summary>
internal static class LoopbackHost
{
    /// <param name="host">The request's host, with or without a port.</param>
    public static bool Is(ReadOnlySpan<char> host)
    {
        if (host.StartsWith("[::1]", StringComparison.Ordinal))
        {
            return true;
        }

        var port = host.IndexOf(':');
        var name = port < 0 ? host : host[..port];
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("127.", StringComparison.Ordinal);
    }
}
