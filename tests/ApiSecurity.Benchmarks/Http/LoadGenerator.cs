using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ApiSecurity.Benchmarks.Http;

/// <summary>
/// A closed loop over many kept-alive connections, one request each under way: the thread goes round, takes an answer and sends the next
/// request. Two system calls a request and nothing else, so that one core of it can keep one core of a server busy.
/// </summary>
internal static class LoadGenerator
{
    public const int Connections = 64;

    /// <summary>Answers "port milliseconds path tokens" lines with "requests microseconds failures cpu-microseconds".</summary>
    public static void Run()
    {
        var tokens = new List<string>();
        while (Console.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            var count = int.Parse(parts[3], CultureInfo.InvariantCulture);
            while (tokens.Count < count)
            {
                tokens.Add(Tokens.Create(tokens.Count));
            }

            byte[][] requests = count == 0 ? [Request(parts[2], string.Empty)] : [.. tokens.Take(count).Select(token => Request(parts[2], $"Authorization: Bearer {token}\r\n"))];
            Console.WriteLine(Measure(requests, int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture)));
        }
    }

    private static byte[] Request(string path, string credential) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nUser-Agent: benchmark\r\n{credential}\r\n");

    private static string Measure(byte[][] wheel, int port, int milliseconds)
    {
        var sockets = Enumerable.Range(0, Connections).Select(_ => Connect(port)).ToArray();
        var buffer = new byte[16 * 1024];
        long requests = 0;
        long failures = 0;
        var next = 0;
        foreach (var socket in sockets)
        {
            socket.Send(Next());
        }

        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var end = started + (milliseconds * (Stopwatch.Frequency / 1000));
        while (Stopwatch.GetTimestamp() < end)
        {
            foreach (var socket in sockets)
            {
                failures += ReceiveOk(socket, buffer) ? 0 : 1;
                requests++;
                socket.Send(Next());
            }
        }

        byte[] Next()
        {
            next = next + 1 == wheel.Length ? 0 : next + 1;
            return wheel[next];
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        var used = Environment.CpuUsage.TotalTime - cpu;
        foreach (var socket in sockets)
        {
            ReceiveOk(socket, buffer);
            socket.Dispose();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{requests} {(long)elapsed.TotalMicroseconds} {failures} {(long)used.TotalMicroseconds}");
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Reads one answer to its end; the servers send a length or the chunks' end, and never a second answer unasked.</summary>
    private static bool ReceiveOk(Socket socket, byte[] buffer)
    {
        var length = 0;
        do
        {
            var read = socket.Receive(buffer.AsSpan(length));
            if (read == 0)
            {
                throw new InvalidOperationException($"The server closed the connection. It had sent: {Encoding.ASCII.GetString(buffer, 0, length)}");
            }

            length += read;
        }
        while (!IsComplete(buffer.AsSpan(0, length)));
        return buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8);
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        if (answer.EndsWith("0\r\n\r\n"u8))
        {
            return true;
        }

        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var field = answer[..head].IndexOf("Content-Length: "u8);
        if (field < 0)
        {
            return false;
        }

        System.Buffers.Text.Utf8Parser.TryParse(answer[(field + "Content-Length: "u8.Length)..], out int length, out _);
        return answer.Length >= head + 4 + length;
    }
}
