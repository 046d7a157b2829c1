using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Authentication;

/// <summary>Who may call with a client certificate (<c>ApiSecurity:ClientCertificates</c>); in use once <c>AddClientCertificates</c> is called.</summary>
/// <remarks>
/// There is no Report mode here: a certificate proves who calls, or it does not. <see cref="FeatureOptions.DisabledReason"/> switches the scheme off: nobody is known
/// by a certificate then. Whether a proxy's header <c>Client-Cert</c> counts says <see cref="ProofOfPossessionOptions.CertificateFromProxy"/>.
/// </remarks>
public sealed class ClientCertificateOptions : FeatureOptions
{
    /// <summary>
    /// Gets the authorities whose certificates are accepted, by names of yours: each the path of a PEM file with its root, and the authorities between it and the
    /// clients where they don't send them; or <c>system</c> for all that the machine trusts. Files are read at the start and at a reload.
    /// </summary>
    /// <value>The default is empty: certificates are accepted by their <see cref="ClientCertificateClientOptions.Thumbprint"/> only.</value>
    public IDictionary<string, string> Authorities { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets who may call, by names of yours. A certificate that fits none of them is not accepted, and neither is one that fits several.</summary>
    /// <value>The default is empty: nobody.</value>
    public IDictionary<string, ClientCertificateClientOptions> Clients { get; } = new Dictionary<string, ClientCertificateClientOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets how it is found out whether an authority has revoked a certificate, or the authority between it and the root (RFC 5280 section 5, RFC 6960). Where
    /// nobody can tell, the certificate is not accepted.
    /// </summary>
    /// <value>The default is <see cref="X509RevocationMode.Online"/>: the authority is asked, for up to five seconds.</value>
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.Online;

    /// <summary>Gets or sets for how long it is remembered that a certificate is accepted; a revoked one can be used for as long. Never past the certificate's own end.</summary>
    /// <value>The default is 5 minutes. Up to one hour; zero has every request check it.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Write a time from \"00:00:00\" to \"01:00:00\".")]
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromMinutes(5);
}
