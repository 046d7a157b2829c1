namespace ApiSecurity.Authentication;

/// <summary>
/// Where revocations are kept, so that they outlive the process and reach other nodes. Tokens are never checked here: each node keeps what it has
/// read in memory. Register one with <c>AddRevocationStore</c>.
/// </summary>
/// <remarks>
/// Every change has a version, a number above those of all changes before it. A change must not become visible before one with a smaller number: a reader
/// that has seen number 8 does not ask for 7 again. Methods are called from several threads, and throw what they like when the store is away.
/// </remarks>
public interface IRevocationStore
{
    /// <summary>
    /// Adds a revocation. If there is one of the same kind, value and issuer, the later <see cref="TokenRevocation.Ends"/> and the later
    /// <see cref="TokenRevocation.IssuedBefore"/> count, where <see langword="null"/> is later than any; in both cases it gets a new version. May be called again
    /// with what was added already.
    /// </summary>
    /// <param name="revocation">The revocation; its <see cref="TokenRevocation.Ends"/> is set.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the revocation is safely stored.</returns>
    ValueTask AddAsync(TokenRevocation revocation, CancellationToken cancellationToken);

    /// <summary>Takes a revocation out, which is a change with a new version.</summary>
    /// <param name="revocation">The kind, value and issuer.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when that is safely stored.</returns>
    ValueTask RemoveAsync(TokenRevocation revocation, CancellationToken cancellationToken);

    /// <summary>Gets the version of the last change; 0 if there was none. Called a few times a second by each node.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The version. One below what was told before means that the store was replaced: it is read from the beginning then.</returns>
    ValueTask<long> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Reads the changes after a version, in their order; of several to the same revocation the last will do.</summary>
    /// <param name="version">The last version that was read; 0 for everything.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The changes. Those that ended more than an hour ago may be left out.</returns>
    IAsyncEnumerable<RevocationChange> ReadChangesAsync(long version, CancellationToken cancellationToken);
}
