namespace ApiSecurity.Authentication;

/// <summary>Gets access tokens for calls to other APIs, where they don't go through an <c>HttpClient</c> with <c>AddAccessTokens</c>.</summary>
public interface IAccessTokens
{
    /// <summary>
    /// Gets a token of the application's own (client credentials, RFC 6749 section 4.4): the one at hand, or a new one shortly before that ends. However many
    /// ask at the same time, the authorization server is asked once.
    /// </summary>
    /// <param name="client">The name of a client in <c>ApiSecurity:AccessTokens:Clients</c>.</param>
    /// <param name="cancellationToken">Ends the wait of this caller alone.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">There is no client of this name.</exception>
    /// <exception cref="HttpRequestException">The authorization server gave none.</exception>
    ValueTask<AccessToken> GetAsync(string client, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gets a new token for a refresh token (RFC 6749 section 6). Those who bring the same one at the same time share one request: many
    /// servers take a second use for a theft. Keep <see cref="AccessToken.RefreshToken"/> in its place, if there is one.
    /// </summary>
    /// <param name="client">The name of a client in <c>ApiSecurity:AccessTokens:Clients</c>.</param>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="cancellationToken">Ends the wait of this caller alone.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">There is no client of this name, or the refresh token is empty.</exception>
    /// <exception cref="HttpRequestException">The authorization server gave none: the refresh token was used already, or revoked, say.</exception>
    ValueTask<AccessToken> RefreshAsync(string client, string refreshToken, CancellationToken cancellationToken = default);
}
