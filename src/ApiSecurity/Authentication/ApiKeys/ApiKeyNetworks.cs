using System.Net;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The networks that a key may be used from.</summary>
internal static class ApiKeyNetworks
{
    private static readonly AddressRange[] Nowhere = [new AddressRange(new IPNetwork(IPAddress.None, 32))];

    /// <summary>A network that can't be read (a store of the application's own may hold anything) lets nobody in.</summary>
    public static AddressRange[] Parse(IReadOnlyList<string> networks)
    {
        if (networks.Count == 0)
        {
            return [];
        }

        var ranges = new List<AddressRange>(networks.Count);
        foreach (var network in networks)
        {
            if (AddressRange.TryParse(network, out var range))
            {
                ranges.Add(range);
            }
        }

        return ranges.Count == 0 ? Nowhere : [.. ranges];
    }

    /// <param name="networks">None for everywhere.</param>
    /// <param name="client">The client's address; one that is not known is in no network.</param>
    public static bool Allow(AddressRange[] networks, IPAddress? client)
    {
        if (networks.Length == 0)
        {
            return true;
        }

        if (client is null)
        {
            return false;
        }

        foreach (var network in networks)
        {
            if (network.Contains(client))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether each of some networks lies in one of others.</summary>
    public static bool AreWithin(IReadOnlyList<string> inner, IReadOnlyList<string> outer)
    {
        var ranges = Parse(outer);
        return Array.TrueForAll(Parse(inner), range => Array.Exists(ranges, other => other.Network.PrefixLength <= range.Network.PrefixLength && other.Contains(range.Network.BaseAddress)));
    }
}
