using System.Diagnostics.CodeAnalysis;

namespace ApiSecurity.Authentication;

/// <summary>Something that another server tells: asked for once by however many want it, again when its time is over, and kept while the server is away.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class RefreshingValue<T>(Func<CancellationToken, Task<T>> load, TimeProvider time, TimeSpan lifetime, TimeSpan pause)
    where T : class
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Entry? _entry;

    public ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        _entry is { } entry && time.GetUtcNow() < entry.Until ? ValueTask.FromResult(entry.Value) : new(LoadAsync(known: null, cancellationToken));

    /// <summary>Asks again, because what is known does not do; but not more often than every pause, so that nobody can have the server asked at will.</summary>
    public ValueTask<T> GetOtherThanAsync(T known, CancellationToken cancellationToken) => new(LoadAsync(known, cancellationToken));

    private async Task<T> LoadAsync(T? known, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (_entry is { } entry && (ReferenceEquals(entry.Value, known) ? now < entry.Loaded + pause : now < entry.Until))
            {
                return entry.Value;
            }

            var value = await load(cancellationToken).ConfigureAwait(false);
            _entry = new(value, now, now + lifetime);
            return value;
        }
        catch (RemoteServerException) when (_entry is { } stale)
        {
            var now = time.GetUtcNow();
            _entry = new(stale.Value, now, now + pause);
            return stale.Value;
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed record Entry(T Value, DateTimeOffset Loaded, DateTimeOffset Until);
}
