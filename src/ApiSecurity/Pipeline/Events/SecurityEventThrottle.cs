using System.Collections.Concurrent;

namespace ApiSecurity.Pipeline;

/// <summary>
/// Keeps a flood of refusals from becoming a flood of log lines: each reason may write a number of lines per second,
/// what is over is counted and told with the next line that passes.
/// </summary>
internal sealed class SecurityEventThrottle(TimeProvider time)
{
    public const int LinesPerSecond = 20;

    // Reasons are our own constants, so this cannot be grown from outside.
    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <returns>Whether the event may be logged, and how many with the same reason were not since the last that was.</returns>
    public (bool Allowed, long Suppressed) TryTake(string reason)
    {
        var window = _windows.GetOrAdd(reason, static _ => new Window());
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        lock (window)
        {
            if (window.Second != second)
            {
                window.Second = second;
                window.Count = 0;
            }

            if (window.Count >= LinesPerSecond)
            {
                window.Suppressed++;
                return (false, 0);
            }

            window.Count++;
            var suppressed = window.Suppressed;
            window.Suppressed = 0;
            return (true, suppressed);
        }
    }

    private sealed class Window
    {
        public long Second;
        public int Count;
        public long Suppressed;
    }
}
