using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>Who may call with a certificate: how it is recognised, and who that is. All of what is set of the first four must fit.</summary>
public sealed class ClientCertificateClientOptions
{
    /// <summary>
    /// Gets or sets the SHA-256 hash of the certificate, in hexadecimal digits with or without colons. It is accepted whoever has signed it, itself included, and for as long as
    /// it stands here and has not ended.
    /// </summary>
    /// <value>The default is <see langword="null"/>: other certificates of the same name are accepted too, if <see cref="Authority"/> has signed them.</value>
    public string? Thumbprint { get; set; }

    /// <summary>Gets or sets the whole distinguished name of the certificate's subject, its parts in the certificate's order: <c>CN=billing, O=Example, C=DE</c>.</summary>
    /// <value>The default is <see langword="null"/>: the name does not matter.</value>
    public string? SubjectName { get; set; }

    /// <summary>
    /// Gets or sets the alternative name of the certificate's subject (RFC 5280 section 4.2.1.6): a URI, which must be the only one in the certificate
    /// (<c>spiffe://example.org/billing</c>), or a DNS name. There are no wildcards.
    /// </summary>
    /// <value>The default is <see langword="null"/>: alternative names don't matter.</value>
    public string? AlternativeName { get; set; }

    /// <summary>
    /// Gets or sets the one of <see cref="ClientCertificateOptions.Authorities"/> that must have signed the certificate. With a <see cref="Thumbprint"/> it can be left out, and the
    /// authority is not asked.
    /// </summary>
    /// <value>The default is the authority, where there is one only and no <see cref="Thumbprint"/>. Where there are several, it must be named: each could sign the names of the others' clients.</value>
    public string? Authority { get; set; }

    /// <summary>Gets or sets who calls; becomes the claim <c>sub</c>.</summary>
    /// <value>There is no default; one is required.</value>
    [Required(ErrorMessage = "Write who calls with the certificate; it becomes the caller's subject.")]
    public string Subject { get; set; } = string.Empty;

    /// <summary>Gets or sets the client; becomes the claim <c>client_id</c>.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the tenant; becomes a claim of the type that <c>ApiSecurity:Authorization:TenantClaimType</c> names.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Tenant { get; set; }

    /// <summary>Gets the scopes; they become the claim <c>scope</c>.</summary>
    /// <value>The default is empty.</value>
    public IList<string> Scopes { get; } = [];

    /// <summary>Gets the permissions; each becomes a claim of the type that <c>ApiSecurity:Authorization:PermissionClaimType</c> names.</summary>
    /// <value>The default is empty.</value>
    public IList<string> Permissions { get; } = [];
}
