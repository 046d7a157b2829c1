using System.Net.Sockets;
using System.Text;

namespace ApiSecurity.Tests.Transport;

/// <summary>HTTP/1.1 by hand: sends exactly the bytes it is given and reads what comes back.</summary>
internal static class RawHttp
{
    /// <summary>Sends <paramref name="request"/> (one byte a character) on a connection of its own; returns all that the server says until it closes.</summary>
    public static async Task<RawResponse> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return await ExchangeAsync(client.GetStream(), request);
    }

    /// <summary>A request for <paramref name="target"/> as it is, with the headers that a request needs.</summary>
    public static Task<RawResponse> GetAsync(Uri address, string target, string headers = "", string method = "GET") =>
        SendAsync(address, $"{method} {target} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n{headers}\r\n");

    public static async Task<RawResponse> ExchangeAsync(Stream stream, string request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
        }
        catch (IOException)
        {
            // The server has heard enough; what it said is still to be read.
        }

        try
        {
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (IOException)
        {
            // A server that closes while bytes are still on their way resets the connection; what came before counts.
        }

        return RawResponse.Parse(Encoding.Latin1.GetString(received.ToArray()));
    }
}
