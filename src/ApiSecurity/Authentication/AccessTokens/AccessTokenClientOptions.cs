using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>How this application gets access tokens as one of the clients of an authorization server (<c>ApiSecurity:AccessTokens:Clients:name</c>).</summary>
public sealed class AccessTokenClientOptions : OAuthClientOptions
{
    /// <summary>Gets or sets the token endpoint (RFC 6749 section 3.2).</summary>
    /// <value>The default is <see langword="null"/>: the metadata of <see cref="OAuthClientOptions.Authority"/> tell it.</value>
    public string? TokenEndpoint { get; set; }

    /// <summary>Gets or sets the scopes to ask for, with spaces between them (RFC 6749 section 3.3).</summary>
    /// <value>The default is <see langword="null"/>: what the authorization server gives by itself.</value>
    public string? Scope { get; set; }

    /// <summary>Gets the resources that the token is for (RFC 8707): the addresses of the APIs.</summary>
    /// <value>The default is empty.</value>
    public IList<string> Resources { get; } = [];

    /// <summary>Gets or sets the parameter <c>audience</c>, which some authorization servers want in the place of <see cref="Resources"/>.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Audience { get; set; }

    /// <summary>
    /// Gets or sets whether tokens are bound to a key of this process (DPoP, RFC 9449), so that one that leaks is of no use. The API and the
    /// authorization server must know of it; a token that is not bound is not used then.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool UseDPoP { get; set; }

    /// <summary>Gets where tokens may be sent: scheme, host and, if it is not the default, port.</summary>
    /// <value>The default is empty: to the <c>BaseAddress</c> of the <c>HttpClient</c> alone.</value>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Gets or sets how long before its end a token is replaced. Up to a tenth of the token's lifetime is added by chance, so that not all nodes ask at once.</summary>
    /// <value>The default is one minute. A token that lives less than twice as long is replaced at half its life.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Write a time from \"00:00:00\" to \"01:00:00\".")]
    public TimeSpan RenewBefore { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long the authorization server may take to answer.</summary>
    /// <value>The default is ten seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00", ErrorMessage = "Write a time from \"00:00:00.1\" to \"00:02:00\".")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
