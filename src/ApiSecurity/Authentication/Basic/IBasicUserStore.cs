namespace ApiSecurity.Authentication;

/// <summary>
/// Where users and the hashes of their passwords are kept. It is asked at each request, so that a change takes effect at once. What it throws is answered with 503, and
/// never a way in.
/// </summary>
public interface IBasicUserStore
{
    /// <summary>Finds a user.</summary>
    /// <param name="name">The name as the client sent it, in Unicode's normalization form C: 1 to 256 characters, none of them a control character or a colon. Whether the case of letters counts is the store's to say.</param>
    /// <param name="cancellationToken">Cancelled when the client is gone.</param>
    /// <returns>The user, or <see langword="null"/> if there is none, or none who may sign in.</returns>
    ValueTask<BasicUser?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a stronger hash of the same password, after a sign-in with one that was made with fewer iterations than are asked for today. The default does nothing.
    /// </summary>
    /// <param name="user">The user as found.</param>
    /// <param name="passwordHash">The new hash. Keep it only if the stored one is still that of <paramref name="user"/>.</param>
    /// <param name="cancellationToken">Cancelled when the client is gone.</param>
    /// <returns>A task.</returns>
    ValueTask UpdatePasswordHashAsync(BasicUser user, string passwordHash, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
