using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AttackDemo;

/// <summary>A service on the server's own machine: always the same answer, to whoever can reach it.</summary>
public sealed class InternalService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private Task _serving = Task.CompletedTask;

    private InternalService(string text) =>
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}");

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether anybody came.</summary>
    public bool Called { get; private set; }

    public static InternalService Start(string text)
    {
        var service = new InternalService(text);
        service._listener.Start();
        service._serving = service.ServeAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var request = new byte[4096];
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Called = true;
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(request, 16, throwOnEndOfStream: false);
                await stream.WriteAsync(_answer);
            }
            catch (IOException)
            {
                // This caller went away.
            }
            catch (Exception exception) when (exception is SocketException or InvalidOperationException)     // stopped, at whichever moment
            {
                return;
            }
        }
    }
}
