using System.Net;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Transport;

/// <summary>
/// Where a request came from, as its trusted proxies say: from the nearest to the farthest, as long as each names a trusted one before it.
/// What stands further left was written by somebody else.
/// </summary>
/// <param name="Client">The address of the client; <see langword="null"/> where the proxies don't say.</param>
/// <param name="Port">The client's port, or 0.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>, as the farthest trusted proxy was asked.</param>
/// <param name="Host">The host that it was asked for.</param>
internal readonly record struct ForwardedRoute(IPAddress? Client, int Port, string? Scheme, string? Host)
{
    /// <summary>Follows <c>X-Forwarded-…</c>.</summary>
    public static bool TryFollow(StringValues addresses, StringValues schemes, StringValues hosts, ProxyTrust trust, int limit, out ForwardedRoute route)
    {
        route = default;
        var nextAddress = new ReverseList(addresses);
        var nextScheme = new ReverseList(schemes);
        var nextHost = new ReverseList(hosts);
        for (var hop = 0; hop < limit; hop++)
        {
            var hasScheme = nextScheme.TryTake(out var scheme);
            var hasHost = nextHost.TryTake(out var host);
            var hasAddress = nextAddress.TryTake(out var address);
            if (!TryAdd(ref route, hasAddress, address, bareIpv6: true, hasScheme ? scheme : [], hasHost ? host : []))
            {
                return false;
            }

            if (!hasAddress || route.Client is null || !trust.Includes(route.Client))
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>Follows <c>Forwarded</c>.</summary>
    public static bool TryFollow(StringValues forwarded, ProxyTrust trust, int limit, out ForwardedRoute route)
    {
        route = default;
        var elements = new List<ForwardedElement>();
        if (!ForwardedParser.TryParse(forwarded, elements))
        {
            return false;
        }

        for (var hop = 0; hop < limit && hop < elements.Count; hop++)
        {
            var element = elements[elements.Count - 1 - hop];
            if (!TryAdd(ref route, element.For is not null, element.For, bareIpv6: false, element.Proto, element.Host))
            {
                return false;
            }

            if (element.For is null || route.Client is null || !trust.Includes(route.Client))
            {
                return true;
            }
        }

        return true;
    }

    private static bool TryAdd(
        ref ForwardedRoute route, bool hasAddress, ReadOnlySpan<char> address, bool bareIpv6, ReadOnlySpan<char> scheme, ReadOnlySpan<char> host)
    {
        if (!scheme.IsEmpty)
        {
            var known = scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? "https"
                : scheme.Equals("http", StringComparison.OrdinalIgnoreCase) ? "http"
                : null;
            if (known is null)
            {
                return false;
            }

            route = route with { Scheme = known };
        }

        if (!host.IsEmpty)
        {
            if (!HostSyntax.TryParse(host, out _))
            {
                return false;
            }

            route = route with { Host = host.ToString() };
        }

        if (hasAddress)
        {
            if (!ForwardedNode.TryParse(address, bareIpv6, out var client, out var port))
            {
                return false;
            }

            // A proxy that does not want to say leaves the one before it as the last that is known.
            route = client is null ? route with { Client = null, Port = 0 } : route with { Client = client, Port = port };
        }

        return true;
    }
}
