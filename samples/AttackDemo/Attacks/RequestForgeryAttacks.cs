using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using static OrdersApi.Development.Person;

namespace AttackDemo.Attacks;

/// <summary>API7:2023, server side request forgery: the server fetches what only it can reach.</summary>
public static class RequestForgeryAttacks
{
    private const string Risk = "API7:2023";
    private const string Secret = "internal-access-key-4711";

    public static IEnumerable<Attack> All { get; } =
    [
        Import("import from a service on the server's own machine", port => $"http://127.0.0.1:{port}/latest/meta-data"),
        Import("the same under another spelling of the address", port => $"http://2130706433:{port}/latest/meta-data"),
        Import("the same under a name that points there", port => $"http://localhost:{port}/latest/meta-data"),
    ];

    private static Attack Import(string name, Func<int, string> url) => new(Risk, name,
        async target =>
        {
            await using var service = InternalService.Start();
            var answer = await target.PostAsync("/orders/import", Fiona, JsonSerializer.Serialize(new { url = url(service.Port) }));
            return Finding.Of(answer, answer.Says(Secret) || service.Called, "an internal service's secret", 400, 403);
        },
        target => target.GetAsync("/orders?take=1", Fiona));

    /// <summary>What every network has: a service that trusts whoever can reach it.</summary>
    private sealed class InternalService : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private Task _serving = Task.CompletedTask;

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public bool Called { get; private set; }

        public static InternalService Start()
        {
            var service = new InternalService();
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
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Called = true;
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 16, throwOnEndOfStream: false);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Secret.Length}\r\nConnection: close\r\n\r\n{Secret}"));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
            {
                // Nobody called, or the caller went away.
            }
        }
    }
}
