namespace ApiSecurity.Transport;

/// <summary>What a connection and a request must look like before anything else is asked (<c>ApiSecurity:Transport</c>).</summary>
public sealed class TransportOptions : FeatureOptions
{
    /// <summary>The methods that are allowed where <see cref="AllowedMethods"/> is empty.</summary>
    internal static readonly string[] DefaultMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <summary>
    /// Gets or sets whether plain HTTP is refused with 403. In the environment Development, clients on the same machine may speak it
    /// in any case, and in-process test servers may everywhere.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RequireHttps { get; set; } = true;

    /// <summary>
    /// Gets or sets whether a plain HTTP request that reads (GET, HEAD) and carries no credential is redirected to HTTPS rather than
    /// refused. What carries a credential is refused in any case: a redirect would hide that the credential went over the wire in clear.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RedirectToHttps { get; set; }

    /// <summary>Gets or sets the port that <see cref="RedirectToHttps"/> redirects to.</summary>
    /// <value>The default is 443.</value>
    public int HttpsPort { get; set; } = 443;

    /// <summary>
    /// Gets the proxies whose forwarded headers are believed: addresses (<c>10.0.0.4</c>), networks (<c>10.0.0.0/24</c>), or <c>unix</c> for
    /// whoever is at the other end of a Unix socket. The headers of others are ignored, removed and told as an event.
    /// </summary>
    /// <value>The default is empty: no proxy is trusted, not even one on the same machine.</value>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Gets or sets in which form the trusted proxies tell where a request came from.</summary>
    /// <value>The default is <see cref="ForwardedHeaderStyle.Either"/>.</value>
    public ForwardedHeaderStyle ForwardedHeaders { get; set; }

    /// <summary>Gets or sets how many proxies may stand one behind the other.</summary>
    /// <value>The default is 4.</value>
    public int ForwardLimit { get; set; } = 4;

    /// <summary>
    /// Gets the hosts that the API answers for, without port; <c>*.example.com</c> stands for every name below that one. Requests for
    /// others are answered with 421.
    /// </summary>
    /// <value>The default is empty, which stands for the application's own key <c>AllowedHosts</c>; with <c>*</c> there, any host is taken.</value>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Gets the methods that the API uses, anywhere; others are answered with 405 before routing. Upper case, as clients send them.</summary>
    /// <value>The default is empty, which stands for GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS.</value>
    public IList<string> AllowedMethods { get; } = [];

    /// <summary>Gets what is done with compressed request bodies.</summary>
    public DecompressionOptions Decompression { get; } = new();

    /// <summary>Gets how long, how many and how much.</summary>
    public TransportLimits Limits { get; } = new();
}
