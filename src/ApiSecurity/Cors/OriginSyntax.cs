using System.Buffers;

namespace ApiSecurity.Cors;

/// <summary>
/// The one form in which browsers serialise an origin (RFC 6454 section 6.2): lower-case scheme, <c>://</c>, lower-case ASCII host, and
/// the port if it is not the scheme's own. Whatever else is there was not written by a browser and matches nothing.
/// </summary>
internal static class OriginSyntax
{
    /// <summary>A name has 253 characters at most; scheme and port need less than the rest.</summary>
    public const int MaximumLength = 320;

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdef:.");
    private const int MaximumNameLength = 253;
    private const int MaximumLabelLength = 63;

    public static bool IsSerialized(ReadOnlySpan<char> origin) => TrySplit(origin, out _, out _, out _);

    public static bool TrySplit(
        ReadOnlySpan<char> origin, out ReadOnlySpan<char> scheme, out ReadOnlySpan<char> host, out ReadOnlySpan<char> port)
    {
        scheme = host = port = default;
        if (origin.Length > MaximumLength)
        {
            return false;
        }

        var colon = origin.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !IsScheme(origin[..colon]))
        {
            return false;
        }

        scheme = origin[..colon];
        host = origin[(colon + 3)..];
        var end = host.StartsWith('[') ? host.IndexOf(']') + 1 : host.IndexOf(':');
        if (end > 0 && end < host.Length)
        {
            if (host[end] != ':')
            {
                return false;
            }

            port = host[(end + 1)..];
            host = host[..end];
            return IsHost(host) && IsPort(port) && !port.SequenceEqual(DefaultPort(scheme));
        }

        return IsHost(host);
    }

    /// <summary>Whole labels in lower-case ASCII, none of them empty: no trailing dot, no unicode, no user name.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaximumNameLength)
        {
            return false;
        }

        var length = 0;
        foreach (var c in name)
        {
            if (c == '.')
            {
                if (length == 0)
                {
                    return false;
                }

                length = 0;
            }
            else if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_') || ++length > MaximumLabelLength)
            {
                return false;
            }
        }

        return length > 0;
    }

    public static ReadOnlySpan<char> DefaultPort(ReadOnlySpan<char> scheme) => scheme switch
    {
        "https" => "443",
        "http" => "80",
        _ => default,
    };

    private static bool IsHost(ReadOnlySpan<char> host) =>
        host.StartsWith('[')
            ? host is ['[', .. { Length: > 1 and < 46 } address, ']'] && !address.ContainsAnyExcept(AddressCharacters)
            : IsName(host);

    private static bool IsScheme(ReadOnlySpan<char> scheme)
    {
        if (!char.IsAsciiLetterLower(scheme[0]))
        {
            return false;
        }

        foreach (var c in scheme)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPort(ReadOnlySpan<char> port)
    {
        if (port.Length is 0 or > 5 || port[0] == '0')
        {
            return false;
        }

        var value = 0;
        foreach (var c in port)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return value <= ushort.MaxValue;
    }
}
