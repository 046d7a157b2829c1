using System.Collections.Concurrent;

namespace ApiSecurity.Tests;

/// <summary>A listener that keeps what it hears, and lets a test wait for it: listeners run off the request's path.</summary>
public sealed class EventRecorder : ISecurityEventListener
{
    private readonly ConcurrentQueue<SecurityEvent> _events = new();
    private readonly SemaphoreSlim _arrived = new(0);

    public ValueTask OnEventAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        _events.Enqueue(securityEvent);
        _arrived.Release();
        return ValueTask.CompletedTask;
    }

    /// <summary>The next event, in order; fails when none comes.</summary>
    public async Task<SecurityEvent> NextAsync()
    {
        Assert.True(
            await _arrived.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken),
            "No security event was raised within 10 seconds.");
        Assert.True(_events.TryDequeue(out var securityEvent));
        return securityEvent;
    }

    /// <summary>What has arrived and was not taken yet.</summary>
    public IReadOnlyCollection<SecurityEvent> Pending => _events;
}
