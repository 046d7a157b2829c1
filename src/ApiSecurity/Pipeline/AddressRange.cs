using System.Net;

namespace ApiSecurity.Pipeline;

/// <summary>A network, or a single address, that also takes IPv4 addresses as a dual-stack socket tells them.</summary>
internal readonly record struct AddressRange(IPNetwork Network)
{
    /// <summary>What goes before an IPv4 address in <c>::ffff:192.0.2.7</c> (RFC 4291 section 2.5.5.2).</summary>
    private const int MappedBits = 96;

    public static AddressRange Parse(string text) =>
        TryParse(text, out var range) ? range : throw new FormatException("Not a network.");

    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            // Bits behind the prefix would be dropped silently: who writes 10.1.2.3/8 hardly means all of 10.0.0.0/8.
            if (!IPNetwork.TryParse(text, out var network) || !network.BaseAddress.Equals(IPAddress.Parse(text.AsSpan(0, slash))))
            {
                return false;
            }

            range = new AddressRange(Unmapped(network));
            return true;
        }

        // IPAddress takes "1" for 0.0.0.1: whoever writes that means something else.
        if (!IPAddress.TryParse(text, out var address) || !(text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)))
        {
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        range = new AddressRange(new IPNetwork(address, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128));
        return true;
    }

    /// <summary>Addresses are compared as IPv4 where they are that in truth, so a network of such addresses has to be one of IPv4 too.</summary>
    private static IPNetwork Unmapped(IPNetwork network) => network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedBits
        ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedBits)
        : network;

    public bool Contains(IPAddress address) => Network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
