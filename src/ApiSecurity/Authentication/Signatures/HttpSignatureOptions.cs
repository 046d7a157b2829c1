using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>Which signed requests are accepted (<c>ApiSecurity:HttpSignatures</c>, RFC 9421); in use once <c>AddHttpSignatures</c> is called.</summary>
/// <remarks>
/// There is no Report mode here: a signature proves who calls, or it does not. <see cref="FeatureOptions.DisabledReason"/> switches the scheme
/// off: no signature is accepted then.
/// </remarks>
public sealed class HttpSignatureOptions : FeatureOptions
{
    /// <summary>Gets the keys of those who may sign, by their <c>keyid</c>. Keys that change at run time come from an <see cref="IHttpSignatureKeys"/>.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, HttpSignatureKeyOptions> Keys { get; } = new Dictionary<string, HttpSignatureKeyOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Gets what a signature must cover (RFC 9421 section 2): derived components such as <c>@method</c>, which every signature must cover then, and names of
    /// header fields in lower case, which it must cover where the request has them. <c>content-digest</c> is demanded where the request has content.
    /// Where <c>@target-uri</c> is demanded, <c>@authority</c> with <c>@path</c> and <c>@query</c>, or with <c>@request-target</c>, do as well.
    /// </summary>
    /// <value>The default is empty, which means <c>@method</c>, <c>@target-uri</c>, <c>content-digest</c> and <c>authorization</c>.</value>
    public IList<string> RequiredComponents { get; } = [];

    /// <summary>Gets the algorithms to accept (<see cref="HttpSignatureAlgorithms"/>).</summary>
    /// <value>The default is empty, which means all but <c>rsa-v1_5-sha256</c>.</value>
    public IList<string> ValidAlgorithms { get; } = [];

    /// <summary>Gets or sets the <c>tag</c> that signatures for this API have (RFC 9421 sections 2.3 and 7.2.7); signatures with another tag, or none, are not looked at.</summary>
    /// <value>The default is <see langword="null"/>: the tag does not matter.</value>
    public string? Tag { get; set; }

    /// <summary>Gets or sets how long after <c>created</c> a signature is accepted. It is remembered for as long, so that it can't be used again.</summary>
    /// <value>The default is 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Write a time from \"00:00:01\" to \"1.00:00:00\".")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets by how much clocks may differ where <c>created</c> and <c>expires</c> are checked.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "Write a time from \"00:00:00\" to \"00:05:00\".")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets whether signatures must have a <c>nonce</c>. Without one the signature itself can be used once only, so that two equal requests within
    /// one second are taken for one where the algorithm signs both alike (HMAC, RSA PKCS #1).
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RequireNonce { get; set; }

    /// <summary>Gets or sets how many signatures a request may have, others' included.</summary>
    /// <value>The default is 4.</value>
    [Range(1, 16, ErrorMessage = "Write a number from 1 to 16.")]
    public int MaxSignatures { get; set; } = 4;

    /// <summary>
    /// Gets or sets how long signed content may be, in bytes, where the endpoint does not say itself (<c>[RequestLimits]</c>, <c>[RequestSizeLimit]</c>): it is held in
    /// memory until its digest has been checked.
    /// </summary>
    /// <value>The default is 1 MiB (1048576).</value>
    [Range(1, int.MaxValue, ErrorMessage = "Write a number of bytes from 1 to 2147483647.")]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;
}
