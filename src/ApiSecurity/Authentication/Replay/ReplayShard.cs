namespace ApiSecurity.Authentication;

/// <summary>A part of the used ids, under one lock; those that end first are forgotten first, and none before its end.</summary>
internal sealed class ReplayShard(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<UInt128> _used = [];
    private readonly PriorityQueue<UInt128, long> _ends = new();
    private long _forgotten = long.MinValue;

    public ReplayAnswer Use(UInt128 id, long expires, long now)
    {
        lock (_lock)
        {
            while (_ends.TryPeek(out var oldest, out var end) && end < now)
            {
                _ends.Dequeue();
                _used.Remove(oldest);
                _forgotten = Math.Max(_forgotten, end);
            }

            // Not only by the clock: where that is set back, what has been forgotten would be new again.
            if (expires < now || expires <= _forgotten || _used.Contains(id))
            {
                return ReplayAnswer.Again;
            }

            if (_used.Count >= capacity)
            {
                return ReplayAnswer.Unknown;
            }

            _used.Add(id);
            _ends.Enqueue(id, expires);
            return ReplayAnswer.First;
        }
    }
}
