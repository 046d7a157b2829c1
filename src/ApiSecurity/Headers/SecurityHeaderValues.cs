namespace ApiSecurity.Headers;

/// <summary>
/// The headers of one policy. What is <see langword="null"/> comes from the preset, or, in a policy without a preset, from the default
/// policy; what is empty is not sent. A header that the application itself has set always stays as it is.
/// </summary>
public abstract class SecurityHeaderValues : FeatureOptions
{
    private protected SecurityHeaderValues()
    {
    }

    /// <summary>Gets or sets the set of headers to start from.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="SecurityHeadersPreset.Api"/> for the default policy; the default policy for any other.</value>
    public SecurityHeadersPreset? Preset { get; set; }

    /// <summary>
    /// Gets or sets the header <c>Content-Security-Policy</c> (CSP level 3); <see cref="ContentSecurityPolicyBuilder"/> writes it.
    /// <c>'nonce-{nonce}'</c> stands for the nonce of the request (<c>HttpContext.GetCspNonce()</c>); where none was asked for, the source is left out.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? ContentSecurityPolicy { get; set; }

    /// <summary>
    /// Gets or sets the header <c>Content-Security-Policy-Report-Only</c>: a policy that is not enforced but reported, to try a stricter one.
    /// Takes <c>'nonce-{nonce}'</c> too.
    /// </summary>
    /// <value>The default is <see langword="null"/>: not sent.</value>
    public string? ContentSecurityPolicyReportOnly { get; set; }

    /// <summary>Gets or sets the header <c>Permissions-Policy</c>; <see cref="PermissionsPolicyBuilder"/> writes it.</summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? PermissionsPolicy { get; set; }

    /// <summary>Gets or sets the header <c>X-Content-Type-Options</c>: <c>nosniff</c>.</summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? XContentTypeOptions { get; set; }

    /// <summary>Gets or sets the header <c>X-Frame-Options</c> (RFC 7034): <c>DENY</c> or <c>SAMEORIGIN</c>.</summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? XFrameOptions { get; set; }

    /// <summary>Gets or sets the header <c>Referrer-Policy</c>: <c>no-referrer</c>, <c>same-origin</c>, …</summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? ReferrerPolicy { get; set; }

    /// <summary>
    /// Gets or sets the header <c>Cross-Origin-Opener-Policy</c>: <c>same-origin</c>, <c>same-origin-allow-popups</c>,
    /// <c>noopener-allow-popups</c> or <c>unsafe-none</c>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? CrossOriginOpenerPolicy { get; set; }

    /// <summary>Gets or sets the header <c>Cross-Origin-Embedder-Policy</c>: <c>require-corp</c>, <c>credentialless</c> or <c>unsafe-none</c>.</summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? CrossOriginEmbedderPolicy { get; set; }

    /// <summary>Gets or sets the header <c>Cross-Origin-Resource-Policy</c>: <c>same-origin</c>, <c>same-site</c> or <c>cross-origin</c>.</summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? CrossOriginResourcePolicy { get; set; }

    /// <summary>
    /// Gets or sets the header <c>Cache-Control</c> (RFC 9111) of answers that carry a user's data and have neither it nor <c>Expires</c>:
    /// the caller is authenticated or sent <c>Authorization</c>, or the answer sets a cookie or has a nonce.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the preset's.</value>
    public string? CacheControl { get; set; }

    /// <summary>Gets further headers by name; an empty value takes a preset's header away.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, string> Custom { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
