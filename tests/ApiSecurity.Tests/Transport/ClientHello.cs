using System.Buffers.Binary;
using System.Net.Sockets;

namespace ApiSecurity.Tests.Transport;

/// <summary>The first message of a TLS connection, by hand (RFC 5246 section 7.4.1.2): a client library would not offer what is to be refused.</summary>
internal static class ClientHello
{
    public const ushort Tls10 = 0x0301;
    public const ushort Tls11 = 0x0302;
    public const ushort Tls12 = 0x0303;

    /// <summary>Offers one version and one suite; returns whether the server goes on with it.</summary>
    public static async Task<bool> IsAcceptedAsync(Uri address, ushort version, ushort suite)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        await client.GetStream().WriteAsync(Make(version, suite), patience.Token);
        var start = new byte[6];
        try
        {
            await client.GetStream().ReadExactlyAsync(start, patience.Token);
        }
        catch (IOException)
        {
            return false;
        }

        const byte Alert = 21;
        const byte Handshake = 22;
        const byte ServerHello = 2;
        Assert.True(start[0] is Alert or Handshake, $"record {start[0]}");
        return start[0] == Handshake && start[5] == ServerHello;
    }

    private static byte[] Make(ushort version, ushort suite)
    {
        byte[] extensions =
        [
            .. Extension(0x000a, [0, 4, 0x00, 0x17, 0x00, 0x1d]), // groups: secp256r1, x25519
            .. Extension(0x000b, [1, 0]), // points, uncompressed
            .. Extension(0x000d, [0, 8, 0x04, 0x01, 0x08, 0x04, 0x04, 0x03, 0x02, 0x01]), // signatures
            .. Extension(0xff01, [0]), // secure renegotiation
        ];
        byte[] hello =
        [
            .. Number(version),
            .. new byte[32],
            0,
            0, 2, .. Number(suite),
            1, 0,
            .. Number((ushort)extensions.Length), .. extensions,
        ];
        byte[] message = [1, 0, .. Number((ushort)hello.Length), .. hello];
        return [22, 3, 1, .. Number((ushort)message.Length), .. message];
    }

    private static byte[] Extension(ushort type, byte[] content) => [.. Number(type), .. Number((ushort)content.Length), .. content];

    private static byte[] Number(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
