namespace ApiSecurity.RateLimiting;

/// <summary>A clock that setting the machine's time does not change, in microseconds.</summary>
internal sealed class MicrosecondClock
{
    private readonly long _frequency;
    private readonly long _perMicrosecond;
    private readonly bool _hasTicks;

    public MicrosecondClock(TimeProvider provider)
    {
        Provider = provider;
        _frequency = provider.TimestampFrequency;
        _perMicrosecond = _frequency % 1_000_000 == 0 ? _frequency / 1_000_000 : 0;
        // On Linux the two are one clock, read to the nanosecond or as of the last tick of the kernel. Elsewhere they may drift apart.
        _hasTicks = provider == TimeProvider.System && OperatingSystem.IsLinux() && Math.Abs(Now - (Environment.TickCount64 * 1_000)) < 100_000;
    }

    public TimeProvider Provider { get; }

    public long Now
    {
        get
        {
            var timestamp = Provider.GetTimestamp();
            return _perMicrosecond != 0 ? timestamp / _perMicrosecond : (long)((Int128)timestamp * 1_000_000 / _frequency);
        }
    }

    /// <summary>
    /// <see cref="Now"/>, or up to some 10 ms less: a fifth of the cost, where reading the clock is most of what a decision costs.
    /// Good for admitting; a refusal looks at <see cref="Now"/>.
    /// </summary>
    public long Recent => _hasTicks ? Environment.TickCount64 * 1_000 : Now;
}
