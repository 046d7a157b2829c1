namespace ApiSecurity.Authentication;

/// <summary>One authorization server that is asked about tokens (<c>ApiSecurity:Introspection:Servers:name</c>).</summary>
public sealed class IntrospectionServerOptions : OAuthClientOptions
{
    /// <summary>Gets or sets the introspection endpoint (RFC 7662 section 2).</summary>
    /// <value>The default is <see langword="null"/>: the metadata of <see cref="OAuthClientOptions.Authority"/> tell it.</value>
    public string? Endpoint { get; set; }

    /// <summary>Gets or sets this API's name in the answer's <c>aud</c>: a token that was made for another API is refused (RFC 7662 section 4).</summary>
    /// <value>The default is <see langword="null"/>; one is required, unless <see cref="RequireAudience"/> is false.</value>
    public string? Audience { get; set; }

    /// <summary>
    /// Gets or sets whether an answer must have an <c>aud</c> that names this API. An answer whose <c>aud</c> names another API alone is refused
    /// in any case, if <see cref="Audience"/> is set.
    /// </summary>
    /// <value>The default is <see langword="true"/>. False is for a server that sends no <c>aud</c>, and whose every token is meant for this API.</value>
    public bool RequireAudience { get; set; } = true;

    /// <summary>Gets the issuers of which one must stand in the answer's <c>iss</c>.</summary>
    /// <value>The default is empty: an <c>iss</c> that is there must be <see cref="OAuthClientOptions.Authority"/>, if that is set.</value>
    public IList<string> ValidIssuers { get; } = [];

    /// <summary>Gets or sets how this server's tokens begin, by which they are told from those of other servers.</summary>
    /// <value>The default is <see langword="null"/>: tokens that begin as no other server's do are this one's. One server can be without.</value>
    public string? TokenPrefix { get; set; }

    /// <summary>
    /// Gets or sets whether answers must be signed (RFC 9701), which proves later what the server has said, and does not trust whoever ends TLS on the way.
    /// Needs <see cref="OAuthClientOptions.Authority"/>, whose keys the signature is checked with.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RequireSignedResponse { get; set; }
}
