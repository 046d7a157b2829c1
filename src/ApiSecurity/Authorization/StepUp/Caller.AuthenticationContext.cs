namespace ApiSecurity.Authorization;

public sealed partial class Caller
{
    private AuthenticationContext? _context;

    /// <summary>
    /// Gets the authentication context class reference, how strongly the caller has signed in: the claim <c>acr</c> (RFC 9068 section 2.2.1);
    /// <see langword="null"/> if it is missing or ambiguous.
    /// </summary>
    public string? AuthenticationContextClass => Context.Class;

    /// <summary>Gets the authentication methods references, by what the caller has signed in: the claims <c>amr</c> (RFC 8176).</summary>
    public IReadOnlyList<string> AuthenticationMethods => Context.Methods;

    /// <summary>
    /// Gets when the caller has signed in, which may be long before the token was issued: the claim <c>auth_time</c> (RFC 9068 section 2.2.1);
    /// <see langword="null"/> if it is missing, ambiguous or no time.
    /// </summary>
    public DateTimeOffset? AuthenticationTime => Context.Time;

    private AuthenticationContext Context => _context ??= IsAuthenticated ? AuthenticationContext.Of(_principal) : AuthenticationContext.None;
}
