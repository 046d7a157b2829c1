namespace ApiSecurity.Cors;

/// <summary>
/// Which pages of other origins may use the API from a browser (<c>ApiSecurity:Cors</c>). The properties of this object are the policy
/// of all endpoints that name no other; as long as it lists no origin, nobody is allowed.
/// </summary>
public sealed class ApiCorsOptions : FeatureOptions, ICorsPolicySettings
{
    /// <summary>
    /// Gets or sets the origins that are allowed: <c>https://shop.example</c>, or <c>https://*.shop.example</c> for all names below
    /// (not <c>https://shop.example</c> itself). <c>*</c> allows every page, without credentials.
    /// </summary>
    /// <value>The default is empty: nobody is allowed.</value>
    public IList<string> Origins { get; } = [];

    /// <summary>Gets or sets the methods that pages of these origins may use.</summary>
    /// <value>The default is empty, which means <c>GET</c>, <c>HEAD</c> and <c>POST</c>: those that browsers send without asking.</value>
    public IList<string> Methods { get; } = [];

    /// <summary>Gets or sets the request headers that pages of these origins may set.</summary>
    /// <value>The default is empty, which means <c>Authorization</c> and <c>Content-Type</c>.</value>
    public IList<string> Headers { get; } = [];

    /// <summary>Gets or sets the response headers that pages of these origins may read, beside those that every page may.</summary>
    /// <value>The default is empty.</value>
    public IList<string> ExposedHeaders { get; } = [];

    /// <summary>Gets or sets whether browsers may send cookies and the like along from these origins.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowCredentials { get; set; }

    /// <summary>Gets or sets how long a browser may keep the answer to a pre-flight; at most two hours.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan PreflightMaxAge { get; set; } = CorsDefaults.PreflightMaxAge;

    /// <summary>
    /// Gets or sets whether a page on the public internet may call this API where it runs in a private network
    /// (Private Network Access, the header <c>Access-Control-Request-Private-Network</c>).
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowPrivateNetwork { get; set; }

    /// <summary>Gets or sets further policies by name, for <c>[EnableCors("name")]</c> and <c>RequireCors("name")</c>.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, ApiCorsPolicyOptions> Policies { get; } = new Dictionary<string, ApiCorsPolicyOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the options of the protection against cross-site request forgery.</summary>
    public CrossSiteOptions CrossSite { get; } = new();
}
