namespace ApiSecurity.Authentication;

/// <summary>Stops asking a server that has failed several times in a row, and lets one request find out whether it is back.</summary>
internal sealed class CircuitBreaker(TimeProvider time, int failures, TimeSpan pause)
{
    private readonly Lock _lock = new();
    private int _failed;
    private DateTimeOffset _closedUntil;
    private bool _isTrying;

    /// <param name="wait">How long there is no use in asking, if the answer is no.</param>
    /// <returns>Whether to ask; whoever got a yes says afterwards how it went.</returns>
    public bool TryEnter(out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (Volatile.Read(ref _failed) < failures)
        {
            return true;
        }

        lock (_lock)
        {
            if (_failed < failures)
            {
                return true;
            }

            var left = _closedUntil - time.GetUtcNow();
            if (left <= TimeSpan.Zero && !_isTrying)
            {
                _isTrying = true;
                return true;
            }

            wait = left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1);
            return false;
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failed) == 0)
        {
            return;
        }

        lock (_lock)
        {
            _failed = 0;
            _isTrying = false;
        }
    }

    public void Failed()
    {
        lock (_lock)
        {
            _failed = Math.Min(_failed + 1, failures);
            _isTrying = false;
            _closedUntil = time.GetUtcNow() + pause;
        }
    }
}
