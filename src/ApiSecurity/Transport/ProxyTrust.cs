using System.Net;

namespace ApiSecurity.Transport;

/// <summary>Whose word counts: the addresses and networks of <c>TrustedProxies</c>.</summary>
internal sealed class ProxyTrust
{
    /// <summary>The entry that stands for whoever is at the other end of a Unix socket or a named pipe.</summary>
    public const string UnixEntry = "unix";

    private readonly HashSet<IPAddress> _addresses = [];
    private readonly List<IPNetwork> _networks = [];
    private readonly bool _unix;

    public ProxyTrust(IEnumerable<string> entries)
    {
        foreach (var entry in entries)
        {
            if (entry == UnixEntry)
            {
                _unix = true;
            }
            else if (IPNetwork.TryParse(entry, out var network))
            {
                _networks.Add(network);
            }
            else
            {
                _addresses.Add(Plain(IPAddress.Parse(entry)));
            }
        }
    }

    public bool IsEmpty => !_unix && _addresses.Count == 0 && _networks.Count == 0;

    public bool Includes(IPAddress? address)
    {
        if (address is null)
        {
            return _unix;
        }

        address = Plain(address);
        if (_addresses.Contains(address))
        {
            return true;
        }

        foreach (var network in _networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A dual-stack socket tells an IPv4 client as <c>::ffff:192.0.2.1</c>.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
