using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>A scheme of the library's own, and how to tell that a request carries a credential for it.</summary>
/// <param name="Name">The scheme's name.</param>
/// <param name="Order">Lower ones are asked first; the one that takes all tokens of a kind must come after those that take some.</param>
/// <param name="HasCredential">Looks at the shape alone, and quickly.</param>
internal sealed record CredentialScheme(string Name, int Order, Func<HttpRequest, bool> HasCredential)
{
    /// <summary>Whether its credentials are tokens, which can be bound to a key.</summary>
    public bool TakesTokens { get; init; }
}
