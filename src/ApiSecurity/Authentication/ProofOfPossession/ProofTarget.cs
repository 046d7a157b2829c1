using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Authentication;

/// <summary>
/// Whether a proof's <c>htu</c> is the address of the request, without query and fragment (RFC 9449 section 4.3), after the normalisation of RFC 3986 sections
/// 6.2.2 and 6.2.3. Scheme and host are those that the transport step has taken from the trusted proxies; the path is the one that was sent.
/// </summary>
internal static class ProofTarget
{
    // RFC 3986 section 2: what a URI may hold at all. Query and fragment are cut off before.
    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%");

    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("[]:.0123456789abcdefABCDEF");

    public static bool IsOf(string target, HttpContext context)
    {
        var request = context.Request;
        return Normalize(target) is { } expected
            && Normalize($"{request.Scheme}://{request.Host.Value}{PathOf(context)}") is { } actual
            && string.Equals(expected, actual, StringComparison.Ordinal);
    }

    /// <returns>The one form of an address; <see langword="null"/> if it is no absolute http or https URI.</returns>
    public static string? Normalize(string uri)
    {
        var text = uri.AsSpan();
        if (text.ContainsAnyExcept(UriCharacters))
        {
            return null;
        }

        var end = text.IndexOfAny('?', '#');
        text = end < 0 ? text : text[..end];
        var scheme = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http" : null;
        if (scheme is null)
        {
            return null;
        }

        text = text[(scheme.Length + 3)..];
        var slash = text.IndexOf('/');
        var normal = new StringBuilder(uri.Length + 8).Append(scheme).Append("://");
        return TryAddAuthority(normal, slash < 0 ? text : text[..slash], scheme == "https" ? 443 : 80) && TryAddPath(normal, slash < 0 ? "/" : text[slash..])
            ? normal.ToString()
            : null;
    }

    /// <summary>The path as the client wrote it. <c>Path</c> has its escapes decoded, and can't tell <c>%40</c> from <c>@</c>.</summary>
    private static string PathOf(HttpContext context)
    {
        var request = context.Request;
        var raw = (context.Features.Get<IHttpRequestFeature>()?.RawTarget).AsSpan();
        var query = raw.IndexOf('?');
        raw = query < 0 ? raw : raw[..query];
        if (raw.IsEmpty || raw[0] != '/')
        {
            // Of the asterisk and the absolute form, and of servers that don't tell.
            return request.PathBase.ToUriComponent() + request.Path.ToUriComponent();
        }

        // A base that was not sent was cut off by a proxy, and put back by the application.
        var prefix = request.PathBase.ToUriComponent();
        var wasSent = raw.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (raw.Length == prefix.Length || raw[prefix.Length] == '/');
        return wasSent ? raw.ToString() : prefix + raw.ToString();
    }

    private static bool TryAddAuthority(StringBuilder normal, ReadOnlySpan<char> authority, int defaultPort)
    {
        var colon = authority.LastIndexOf(':');
        var bracket = authority.LastIndexOf(']');
        var host = colon > bracket ? authority[..colon] : authority;
        var port = colon > bracket ? authority[(colon + 1)..] : [];
        if (host.IsEmpty || !TryAddHost(normal, host))
        {
            return false;
        }

        if (port.IsEmpty)
        {
            return true;
        }

        if (port.Length > 5 || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 65535)
        {
            return false;
        }

        if (number != defaultPort)
        {
            normal.Append(':').Append(number);
        }

        return true;
    }

    private static bool TryAddHost(StringBuilder normal, ReadOnlySpan<char> host)
    {
        if (host[0] == '[')
        {
            // No zone, and nothing but the address: IPAddress takes more.
            if (host[^1] != ']' || host.ContainsAnyExcept(Ipv6Characters) || !IPAddress.TryParse(host[1..^1], out var address)
                || address.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return false;
            }

            normal.Append('[').Append(address).Append(']');
            return true;
        }

        var start = normal.Length;
        if (host.ContainsAnyExcept(HostCharacters) || !TryAddUnescaped(normal, host))
        {
            return false;
        }

        for (var index = start; index < normal.Length; index++)
        {
            // Not the digits of an escape that is left: those are upper case.
            if (normal[index] == '%')
            {
                index += 2;
                continue;
            }

            normal[index] = char.ToLowerInvariant(normal[index]);
        }

        return true;
    }

    private static bool TryAddPath(StringBuilder normal, ReadOnlySpan<char> path)
    {
        var plain = new StringBuilder(path.Length);
        if (path.ContainsAny('[', ']') || !TryAddUnescaped(plain, path))
        {
            return false;
        }

        // RFC 3986 section 5.2.4, for a path that begins with a slash.
        var start = normal.Length;
        var text = plain.ToString().AsSpan(1);
        foreach (var range in text.Split('/'))
        {
            var segment = text[range];
            var isLast = range.End.Value == text.Length;
            if (segment is "." or "..")
            {
                if (segment.Length == 2)
                {
                    var last = start;
                    for (var index = normal.Length - 1; index > start; index--)
                    {
                        if (normal[index] == '/')
                        {
                            last = index;
                            break;
                        }
                    }

                    normal.Length = last;
                }

                if (isLast)
                {
                    normal.Append('/');
                }
            }
            else
            {
                normal.Append('/').Append(segment);
            }
        }

        return true;
    }

    /// <summary>Escapes of what needs none are taken away, and those that stay are written in upper case (section 6.2.2).</summary>
    private static bool TryAddUnescaped(StringBuilder normal, ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '%')
            {
                normal.Append(text[index]);
                continue;
            }

            if (index + 2 >= text.Length || !char.IsAsciiHexDigit(text[index + 1]) || !char.IsAsciiHexDigit(text[index + 2]))
            {
                return false;
            }

            var value = (char)int.Parse(text.Slice(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (char.IsAsciiLetterOrDigit(value) || value is '-' or '.' or '_' or '~')
            {
                normal.Append(value);
            }
            else
            {
                normal.Append('%').Append(char.ToUpperInvariant(text[index + 1])).Append(char.ToUpperInvariant(text[index + 2]));
            }

            index += 2;
        }

        return true;
    }
}
