using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ApiSecurity.Tests.Transport;

/// <summary>HTTP/2 by hand (RFC 9113), in clear and with prior knowledge: sends the frames that it is given and reads those that come back.</summary>
internal sealed class RawHttp2 : IDisposable
{
    public const byte HeadersFrame = 1;
    public const byte ResetFrame = 3;
    public const byte SettingsFrame = 4;
    public const byte GoAwayFrame = 7;
    public const byte ContinuationFrame = 9;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const int ProtocolError = 1;
    public const int EnhanceYourCalm = 11;

    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Uri _address;

    private RawHttp2(Uri address)
    {
        _address = address;
        _patience.CancelAfter(TimeSpan.FromSeconds(30));
    }

    public static async Task<RawHttp2> ConnectAsync(Uri address)
    {
        var connection = new RawHttp2(address);
        await connection._client.ConnectAsync(address.Host, address.Port, connection._patience.Token);
        connection._stream = connection._client.GetStream();
        await connection._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), connection._patience.Token);
        Assert.True(await connection.TrySendAsync(SettingsFrame, 0, 0));
        return connection;
    }

    public void Dispose()
    {
        _client.Dispose();
        _patience.Dispose();
    }

    /// <summary>Sends a frame; false if the server does not listen any more.</summary>
    public async Task<bool> TrySendAsync(byte type, byte flags, int stream, params byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        try
        {
            await _stream.WriteAsync(frame, _patience.Token);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Reads a frame; null once the server has closed.</summary>
    public async Task<Frame?> ReadAsync()
    {
        try
        {
            var head = new byte[9];
            await _stream.ReadExactlyAsync(head, _patience.Token);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await _stream.ReadExactlyAsync(payload, _patience.Token);
            return new Frame(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads up to the first frame of one of the types; null if the server closes before.</summary>
    public async Task<Frame?> ReadUntilAsync(params byte[] types)
    {
        while (await ReadAsync() is { } frame)
        {
            if (types.Contains(frame.Type))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>The status of the answer, or 0 if there is none but a reset, a farewell or the end of the connection.</summary>
    public async Task<int> ReadStatusAsync() => await ReadUntilAsync(HeadersFrame, ResetFrame, GoAwayFrame) is { Type: HeadersFrame } answer ? answer.Status : 0;

    /// <summary>The fields of a request, those that are given in the place of the usual ones.</summary>
    public byte[] Request(string path = "/", string method = "GET") =>
        [.. Field(":method", method), .. Field(":scheme", "http"), .. Field(":authority", _address.Authority), .. Field(":path", path)];

    /// <summary>A field as RFC 7541 section 6.2.2 writes it: its name in full, in no table.</summary>
    public static byte[] Field(string name, string value) => [0x00, .. Text(name), .. Text(value)];

    /// <summary>A field that goes into the table (section 6.2.1), and so can be named with one byte from then on.</summary>
    public static byte[] IndexedField(string name, string value) => [0x40, .. Text(name), .. Text(value)];

    private static byte[] Text(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        return [.. Length(bytes.Length), .. bytes];
    }

    /// <summary>Section 5.1, with a prefix of seven bits.</summary>
    private static IEnumerable<byte> Length(int length)
    {
        if (length < 127)
        {
            yield return (byte)length;
            yield break;
        }

        yield return 127;
        for (length -= 127; length >= 128; length >>= 7)
        {
            yield return (byte)((length & 127) | 128);
        }

        yield return (byte)length;
    }

    internal sealed record Frame(byte Type, byte Flags, int Stream, byte[] Payload)
    {
        /// <summary>The error of a reset or a farewell.</summary>
        public int Error => BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Type == GoAwayFrame ? 4 : 0));

        /// <summary>The status, which comes first: by its number in the static table, or in three digits.</summary>
        public int Status => Payload[0] switch
        {
            0x88 => 200,
            0x89 => 204,
            0x8c => 400,
            0x8d => 404,
            0x8e => 500,
            _ => int.Parse(Encoding.ASCII.GetString(Payload, 2, 3), CultureInfo.InvariantCulture),
        };

        /// <summary>A value in a SETTINGS frame, or null.</summary>
        public uint? Setting(int id)
        {
            for (var index = 0; index < Payload.Length; index += 6)
            {
                if (BinaryPrimitives.ReadUInt16BigEndian(Payload.AsSpan(index)) == id)
                {
                    return BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(index + 2));
                }
            }

            return null;
        }
    }
}
