namespace ApiSecurity.Authentication;

/// <summary>An access token, as an authorization server gave it to this application (RFC 6749 section 5.1).</summary>
public sealed class AccessToken
{
    internal AccessToken(string value, string tokenType, DateTimeOffset expires)
    {
        Value = value;
        TokenType = tokenType;
        Expires = expires;
    }

    /// <summary>Gets the token. A secret.</summary>
    public string Value { get; }

    /// <summary>Gets the scheme to send it with: <c>Bearer</c>, or <c>DPoP</c> together with a proof.</summary>
    public string TokenType { get; }

    /// <summary>Gets the moment from which it is not valid any more; five minutes after it was given, if the server did not tell.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>Gets the scopes that were granted, if the server told.</summary>
    public string? Scope { get; internal init; }

    /// <summary>Gets the refresh token that takes the place of the one that was sent, if the server gave one (RFC 6749 section 6). A secret.</summary>
    public string? RefreshToken { get; internal init; }

    /// <summary>Tells nothing of the token, so that it gets into no log.</summary>
    /// <returns>The type and the end.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{TokenType} token until {Expires:u}");
}
