namespace ApiSecurity.Cors;

/// <summary>
/// The protection of requests that a browser authenticates by itself (cookies, Basic, Negotiate) against other sites' pages
/// (<c>ApiSecurity:Cors:CrossSite</c>).
/// </summary>
public sealed class CrossSiteOptions
{
    /// <summary>
    /// Gets or sets whether pages of the same site (<c>https://shop.example</c> for <c>https://api.shop.example</c>) may change state with
    /// cookies without being listed as an origin with <c>AllowCredentials</c>. It makes every subdomain as trusted as the API itself.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowSameSite { get; set; }

    /// <summary>
    /// Gets or sets the paths of middleware (not endpoints) that other sites' pages must post to, such as the <c>/signin-oidc</c> of a
    /// remote sign-in, which has protection of its own. For an endpoint use <see cref="AllowCrossSiteAttribute"/>.
    /// </summary>
    /// <value>The default is empty.</value>
    public IList<string> ExemptPaths { get; set; } = [];

    /// <summary>Gets or sets why this part is switched off; CORS itself stays on. Listed in the start-up summary.</summary>
    /// <value>The default is <see langword="null"/>: it is on.</value>
    public string? DisabledReason { get; set; }
}
