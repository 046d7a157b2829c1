namespace ApiSecurity.Authentication;

/// <summary>Finds the keys of those who sign requests: in a database, at a partner's key directory. Keys that don't change can stand in the configuration.</summary>
public interface IHttpSignatureKeys
{
    /// <summary>Finds a key.</summary>
    /// <param name="keyId">The signature's <c>keyid</c>, as it came with the request: nothing about it has been checked but its length.</param>
    /// <param name="cancellationToken">Ends when nobody waits for the answer any more.</param>
    /// <returns>The key, which may be the same object each time; or <see langword="null"/> for an id that is not known, or no longer.</returns>
    /// <remarks>
    /// Asked before anybody has proved anything, up to <see cref="HttpSignatureOptions.MaxSignatures"/> times a request: answer ids that are not known from memory as well.
    /// A fault may be thrown as it comes: the request is answered with 503 then.
    /// </remarks>
    ValueTask<HttpSignatureKey?> FindAsync(string keyId, CancellationToken cancellationToken);
}
