using System.Net;

namespace ApiSecurity.RateLimiting;

/// <summary>A network, or a single address, that also takes IPv4 addresses as a dual-stack socket tells them.</summary>
internal readonly record struct AddressRange(IPNetwork Network)
{
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

            range = new AddressRange(network);
            return true;
        }

        // IPAddress takes "1" for 0.0.0.1: whoever writes that means something else.
        if (!IPAddress.TryParse(text, out var address) || !(text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)))
        {
            return false;
        }

        range = new AddressRange(new IPNetwork(address, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128));
        return true;
    }

    public bool Contains(IPAddress address) => Network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
