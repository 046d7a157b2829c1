using System.Buffers;
using System.Globalization;
using System.Net;

namespace ApiSecurity.Transport;

/// <summary>Reads one address of a forwarded header: with or without port, IPv6 in brackets; nothing that only some parsers take for an address.</summary>
internal static class ForwardedNode
{
    private static readonly SearchValues<char> Obfuscated = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> Ipv6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <param name="text">The node.</param>
    /// <param name="bareIpv6">Whether IPv6 may come without brackets: so in X-Forwarded-For, never in Forwarded.</param>
    /// <param name="address">The address; <see langword="null"/> for <c>unknown</c> and for a name that the proxy made up (RFC 7239 section 6).</param>
    /// <param name="port">The port, or 0.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool bareIpv6, out IPAddress? address, out int port)
    {
        address = null;
        port = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] == '[')
        {
            var end = text.IndexOf(']');
            return end > 0 && TryIpv6(text[1..end], out address) && TryPort(text[(end + 1)..], out port);
        }

        var colon = text.IndexOf(':');
        if (bareIpv6 && colon >= 0 && text[(colon + 1)..].Contains(':'))
        {
            return TryIpv6(text, out address);
        }

        var name = colon < 0 ? text : text[..colon];
        if (!TryPort(colon < 0 ? [] : text[colon..], out port))
        {
            return false;
        }

        return name.Equals("unknown", StringComparison.OrdinalIgnoreCase)
            || (name.Length > 1 && name[0] == '_' && name.IndexOfAnyExcept(Obfuscated) < 0)
            || TryIpv4(name, out address);
    }

    /// <summary>Four decimal numbers without leading zeros: <c>127.1</c>, <c>0x7f.1</c> and <c>010.0.0.1</c> are read in more than one way.</summary>
    private static bool TryIpv4(ReadOnlySpan<char> text, out IPAddress? address)
    {
        Span<char> canonical = stackalloc char[15];
        if (text.Length is >= 7 and <= 15
            && IPAddress.TryParse(text, out address)
            && address.TryFormat(canonical, out var length)
            && canonical[..length].SequenceEqual(text))
        {
            return true;
        }

        address = null;
        return false;
    }

    private static bool TryIpv6(ReadOnlySpan<char> text, out IPAddress? address)
    {
        if (text.Length is >= 2 and <= 45 && text.IndexOfAnyExcept(Ipv6) < 0 && text.Contains(':') && IPAddress.TryParse(text, out address))
        {
            address = ProxyTrust.Plain(address);
            return true;
        }

        address = null;
        return false;
    }

    private static bool TryPort(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return text.IsEmpty
            || (text[0] == ':' && text.Length is >= 2 and <= 6
                && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535);
    }
}
