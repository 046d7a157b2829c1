namespace ApiSecurity.Headers;

/// <summary>
/// Which security headers responses carry (<c>ApiSecurity:Headers</c>): the default policy, what concerns the whole host, and further
/// policies by name. In Report mode headers are added, but none is removed and <c>Strict-Transport-Security</c> is not sent.
/// </summary>
public sealed class HeadersOptions : SecurityHeaderValues
{
    /// <summary>Gets the header <c>Strict-Transport-Security</c>.</summary>
    public ApiHstsOptions Hsts { get; } = new();

    /// <summary>
    /// Gets where browsers send reports, by name (<c>Reporting-Endpoints</c>, W3C Reporting API): an absolute https URL or a path of this host.
    /// Sent by policies whose headers name one in <c>report-to</c>, and by all if one is called <c>default</c>.
    /// </summary>
    /// <value>The default is empty: not sent.</value>
    public IDictionary<string, string> ReportingEndpoints { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the headers that no response may carry, whoever set them.</summary>
    /// <value>
    /// The default is <see langword="null"/>: <c>Server</c>, <c>X-Powered-By</c>, <c>X-AspNet-Version</c>, <c>X-AspNetMvc-Version</c> and
    /// <c>X-SourceFiles</c>. An empty list removes nothing.
    /// </value>
    public IList<string>? RemovedHeaders { get; set; }

    /// <summary>
    /// Gets the further policies by name, for <c>[SecurityHeaders("name")]</c>, <c>WithSecurityHeaders("name")</c> and <see cref="Paths"/>.
    /// The names of the presets are policies already.
    /// </summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, HeadersPolicyOptions> Policies { get; } = new Dictionary<string, HeadersPolicyOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets the policy by the path that a request starts with (<c>/swagger</c>: <c>docs</c>), for what has no endpoint to put an attribute
    /// on: static files and other middleware. The longest path counts; an endpoint's own policy goes before.
    /// </summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, string> Paths { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
