using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Pipeline;

/// <summary>The queue between the requests and one listener: bounded, never waited for by a request.</summary>
internal sealed class SecurityEventQueue : IDisposable
{
    private const int Capacity = 4096;

    private readonly ISecurityEventListener _listener;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<SecurityEvent> _channel =
        Channel.CreateBounded<SecurityEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task _reader;

    public SecurityEventQueue(ISecurityEventListener listener, ILogger logger)
    {
        _listener = listener;
        _logger = logger;
        ListenerName = listener.GetType().Name;
        // The reader outlives the request that happens to make it: it must not carry that request's ambient state.
        using (ExecutionContext.SuppressFlow())
        {
            _reader = Task.Run(ReadAsync);
        }
    }

    public string ListenerName { get; }

    public bool TryAdd(SecurityEvent securityEvent) => _channel.Writer.TryWrite(securityEvent);

    /// <summary>Lets the listener finish what is queued, for as long as <paramref name="patience"/> lasts.</summary>
    public async Task StopAsync(CancellationToken patience)
    {
        _channel.Writer.TryComplete();
        using var registration = patience.Register(static state => ((CancellationTokenSource)state!).Cancel(), _stop);
        try
        {
            await _reader.WaitAsync(patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            SecurityEventLog.ListenerAbandoned(_logger, ListenerName);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task ReadAsync()
    {
        await foreach (var securityEvent in _channel.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await _listener.OnEventAsync(securityEvent, _stop.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A listener is the user's code: whatever it throws must not end the queue.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // The type alone: the message may repeat what the event holds, and this may happen for every event.
                SecurityEventLog.ListenerFailed(_logger, ListenerName, exception.GetType().Name);
            }
        }
    }
}
