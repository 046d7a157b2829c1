namespace ApiSecurity.Authentication;

/// <summary>Calls of stores that the application wrote: one that does not answer, and does not give up, is given up on.</summary>
internal static class StoreCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="TimeoutException">There was no answer within ten seconds.</exception>
    public static ValueTask<T> InTimeAsync<T>(this ValueTask<T> call, TimeProvider time, CancellationToken cancellationToken) =>
        call.IsCompletedSuccessfully ? call : new(call.AsTask().WaitAsync(Patience, time, cancellationToken));

    /// <inheritdoc cref="InTimeAsync{T}"/>
    public static ValueTask InTimeAsync(this ValueTask call, TimeProvider time, CancellationToken cancellationToken) =>
        call.IsCompletedSuccessfully ? call : new(call.AsTask().WaitAsync(Patience, time, cancellationToken));
}
