using System.Buffers;
using System.Globalization;
using System.Net;

namespace ApiSecurity.Transport;

/// <summary>The host of a request: a name, an IPv4 address or a bracketed IPv6 address, with or without port (RFC 9110 section 7.2).</summary>
internal static class HostSyntax
{
    private const int MaximumName = 253;

    private static readonly SearchValues<char> Name =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <param name="value">The host as sent.</param>
    /// <param name="host">The host without its port.</param>
    public static bool TryParse(ReadOnlySpan<char> value, out ReadOnlySpan<char> host)
    {
        host = value;
        if (value.IsEmpty)
        {
            return false;
        }

        if (value[0] == '[')
        {
            var end = value.IndexOf(']');
            if (end < 0 || value[1..end].Contains('%') || !value[1..end].Contains(':') || !IPAddress.TryParse(value[1..end], out _))
            {
                return false;
            }

            host = value[..(end + 1)];
            return IsPort(value[(end + 1)..]);
        }

        var colon = value.IndexOf(':');
        host = colon < 0 ? value : value[..colon];
        return host.Length is > 0 and <= MaximumName && host.IndexOfAnyExcept(Name) < 0 && (colon < 0 || IsPort(value[colon..]));
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty
        || (text[0] == ':' && text.Length is >= 2 and <= 6
            && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535);
}
