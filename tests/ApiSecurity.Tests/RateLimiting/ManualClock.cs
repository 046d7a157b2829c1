namespace ApiSecurity.Tests.RateLimiting;

/// <summary>A clock in microseconds that a test sets, also backwards, from any thread.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _now;

    public ManualClock(long now = 0) => _now = now;

    public long Now
    {
        get => Volatile.Read(ref _now);
        set => Volatile.Write(ref _now, value);
    }

    public override long TimestampFrequency => 1_000_000;

    public void Advance(long microseconds) => Interlocked.Add(ref _now, microseconds);

    public override long GetTimestamp() => Now;

    /// <summary>Timers don't run by themselves here.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
