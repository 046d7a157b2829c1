namespace ApiSecurity.RateLimiting;

/// <summary>A clock that setting the machine's time does not change, in microseconds.</summary>
internal sealed class MicrosecondClock(TimeProvider provider)
{
    private readonly long _frequency = provider.TimestampFrequency;
    private readonly long _perMicrosecond = provider.TimestampFrequency % 1_000_000 == 0 ? provider.TimestampFrequency / 1_000_000 : 0;

    public TimeProvider Provider { get; } = provider;

    public long Now
    {
        get
        {
            var timestamp = Provider.GetTimestamp();
            return _perMicrosecond != 0 ? timestamp / _perMicrosecond : (long)((Int128)timestamp * 1_000_000 / _frequency);
        }
    }
}
