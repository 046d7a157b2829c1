using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Pipeline;

/// <summary>
/// How a challenge begins that answers a request's token: with the scheme that the token came in (RFC 6750 section 3, RFC 9449 section 7.1). A feature of a request whose token
/// came in another one than <c>Bearer</c>.
/// </summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Parameter">What the scheme has its challenges say besides.</param>
internal sealed record TokenChallenge(string Scheme, string? Parameter)
{
    private static readonly TokenChallenge Bearer = new("Bearer", Parameter: null);

    public static TokenChallenge For(HttpContext context) => context.Features.Get<TokenChallenge>() ?? Bearer;

    /// <returns>The header's value.</returns>
    public string With(string parameters) => Parameter is null ? $"{Scheme} {parameters}" : $"{Scheme} {parameters}, {Parameter}";
}
