namespace ApiSecurity.Authentication;

/// <summary>
/// Remembers what may be used once (the id of a DPoP proof, the nonce of a signature) until its time is over. The one that comes with the library keeps it in
/// the memory of the process; an API that runs on several servers registers one that they share, or a proof could be used once on each.
/// </summary>
public interface IReplayStore
{
    /// <summary>Uses an id, unless it has been used already. Of any number of calls at the same time, one is told that it was the first.</summary>
    /// <param name="purpose">What the id belongs to; ids of different purposes are different.</param>
    /// <param name="id">The id, of any length; it must hold everything that it is unique within (the client's key, say).</param>
    /// <param name="expires">Until when it has to be remembered, this moment included.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>Whether this is the first use; <see langword="false"/> also for an id whose time is over, for its use may be forgotten already.</returns>
    /// <remarks>A store that can't tell throws, whatever suits: the request is answered with 503 then, never let through.</remarks>
    ValueTask<bool> TryUseAsync(string purpose, ReadOnlyMemory<byte> id, DateTimeOffset expires, CancellationToken cancellationToken);
}
