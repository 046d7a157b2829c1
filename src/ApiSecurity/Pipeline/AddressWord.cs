using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ApiSecurity.Pipeline;

/// <summary>Whom an address stands for, as one word: an IPv4 address, or the /64 network of an IPv6 address, which is what one customer gets.</summary>
internal static class AddressWord
{
    /// <summary>For requests without an address; can't be the first half of a client's IPv6 address (multicast, and reserved by RFC 4291).</summary>
    public const ulong Unknown = ulong.MaxValue - 1;

    private const ulong IPv4 = 1UL << 32;

    public static ulong Of(IPAddress? address)
    {
        if (address is null)
        {
            return Unknown;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return IPv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }

        // A socket that listens on both families tells IPv4 clients as ::ffff:a.b.c.d, all of one /64.
        return address.IsIPv4MappedToIPv6
            ? IPv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])
            : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
