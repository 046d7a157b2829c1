using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>How an <see cref="HttpClient"/> signs its requests (RFC 9421).</summary>
public sealed class HttpSigningOptions
{
    /// <summary>Gets or sets the name under which the other side knows the key (<c>keyid</c>).</summary>
    /// <value>There is no default; one is required.</value>
    [Required]
    public string KeyId { get; set; } = string.Empty;

    /// <summary>Gets or sets the algorithm (<see cref="HttpSignatureAlgorithms"/>).</summary>
    /// <value>The default is <c>ecdsa-p256-sha256</c>.</value>
    [Required]
    public string Algorithm { get; set; } = HttpSignatureAlgorithms.EcdsaP256Sha256;

    /// <summary>Gets or sets the private key as PEM, or for <c>hmac-sha256</c> the secret in base64, of at least 32 bytes. It belongs into a secret store.</summary>
    /// <value>There is no default; one is required.</value>
    [Required]
    public string Key { get; set; } = string.Empty;

    /// <summary>
    /// Gets what to sign: derived components (<c>@method</c>, <c>@target-uri</c>, …) and names of header fields in lower case. A request that has no such
    /// field is not sent; <c>content-…</c> are left out where there is no content.
    /// </summary>
    /// <value>
    /// The default is empty, which means <c>@method</c>, <c>@target-uri</c>, and where they are there <c>content-digest</c>, <c>content-type</c> and <c>authorization</c>.
    /// </value>
    public IList<string> Components { get; } = [];

    /// <summary>Gets or sets the <c>tag</c> that tells the other side what the signature is for (RFC 9421 sections 2.3 and 7.2.7).</summary>
    /// <value>The default is <see langword="null"/>: no tag.</value>
    public string? Tag { get; set; }

    /// <summary>Gets or sets after which time the signature says that it is over (<c>expires</c>).</summary>
    /// <value>The default is <see langword="null"/>: the other side decides.</value>
    public TimeSpan? Lifetime { get; set; }

    /// <summary>Gets or sets the algorithm of <c>Content-Digest</c> (RFC 9530): <c>sha-256</c> or <c>sha-512</c>.</summary>
    /// <value>The default is <c>sha-256</c>.</value>
    [Required]
    public string DigestAlgorithm { get; set; } = ContentDigest.Sha256;
}
