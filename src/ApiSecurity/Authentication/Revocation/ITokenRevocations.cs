namespace ApiSecurity.Authentication;

/// <summary>
/// Ends the validity of tokens before their time: at a logout, after a password was changed, when a client or a device was lost. Resolve it from the
/// application's services.
/// </summary>
public interface ITokenRevocations
{
    /// <summary>
    /// Revokes tokens. In effect on this node before the first wait, and on others that share a store within
    /// <see cref="RevocationOptions.PollInterval"/>. A second revocation of the same value adds to the first: the later
    /// <see cref="TokenRevocation.IssuedBefore"/> and the later <see cref="TokenRevocation.Ends"/> count.
    /// </summary>
    /// <param name="revocation">Which tokens.</param>
    /// <param name="cancellationToken">Ends the wait for the store; the revocation stays in effect on this node.</param>
    /// <returns>A task that ends when the store has taken the revocation, or at once where there is none.</returns>
    /// <exception cref="ArgumentException"><see cref="TokenRevocation.Ends"/> was more than ten minutes ago.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no room (<see cref="RevocationOptions.Capacity"/>) or revocation is switched off: nothing was revoked. Or the store did not take it: it is in
    /// effect on this node alone, until this process ends; try again.
    /// </exception>
    ValueTask RevokeAsync(TokenRevocation revocation, CancellationToken cancellationToken = default);

    /// <summary>Takes a revocation back: tokens of that kind, value and issuer that have not expired are accepted again.</summary>
    /// <param name="revocation">The revocation; its times don't matter.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>A task that ends when the revocation is no more; also where there was none.</returns>
    /// <exception cref="InvalidOperationException">The store could not be asked: the revocation stays in effect.</exception>
    ValueTask RestoreAsync(TokenRevocation revocation, CancellationToken cancellationToken = default);
}
