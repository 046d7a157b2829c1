using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>Asks the store, and makes a store that fails an answer like any other: refused, and never a 500.</summary>
internal sealed class ReplayGuard(IReplayStore store, ILogger<ReplayGuard> logger)
{
    private readonly MemoryReplayStore? _memory = store as MemoryReplayStore;

    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public ValueTask<ReplayAnswer> UseAsync(string purpose, ReadOnlyMemory<byte> id, DateTimeOffset expires, CancellationToken cancellationToken) =>
        _memory is not null ? ValueTask.FromResult(_memory.Use(purpose, id.Span, expires)) : AskAsync(purpose, id, expires, cancellationToken);

    private async ValueTask<ReplayAnswer> AskAsync(string purpose, ReadOnlyMemory<byte> id, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TryUseAsync(purpose, id, expires, cancellationToken).ConfigureAwait(false) ? ReplayAnswer.First : ReplayAnswer.Again;
        }
#pragma warning disable CA1031 // The application's store throws what it likes.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            ReplayLog.StoreFailed(logger, exception.GetBaseException().GetType().FullName);
            return ReplayAnswer.Unknown;
        }
    }
}
