namespace ApiSecurity.Authentication;

/// <summary>Waits longer and longer before something is tried again that was refused, and would be again.</summary>
internal sealed class BackOff(TimeProvider time, TimeSpan first, TimeSpan longest)
{
    private const int MostDoublings = 20;

    private readonly Lock _lock = new();
    private int _times;
    private DateTimeOffset _until;

    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return time.GetUtcNow() >= _until;
            }
        }
    }

    public void Refused()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            // Of several that were under way together, one counts.
            if (now >= _until)
            {
                var pause = first * (1 << Math.Min(_times++, MostDoublings));
                _until = now + (pause < longest ? pause : longest);
            }
        }
    }

    public void Accepted()
    {
        lock (_lock)
        {
            _until = default;
            _times = 0;
        }
    }
}
