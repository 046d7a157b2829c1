namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The client's certificate was not accepted; events hold the precise reason, clients are told this one only.</summary>
    public const string InvalidCertificate = "invalid_certificate";

    /// <summary>The certificate, or a part of it, can't be read, or it has its alternative names twice.</summary>
    public const string CertificateMalformed = "certificate_malformed";

    /// <summary>The certificate fits none of <c>ApiSecurity:ClientCertificates:Clients</c>.</summary>
    public const string CertificateUnknown = "certificate_unknown";

    /// <summary>The certificate fits several of <c>ApiSecurity:ClientCertificates:Clients</c>, so that nobody can tell who calls.</summary>
    public const string CertificateAmbiguous = "certificate_ambiguous";

    /// <summary>The certificate has the name of a client, but the client's authority has not signed it.</summary>
    public const string CertificateIssuerUntrusted = "certificate_issuer_untrusted";

    /// <summary>The certificate, or one between it and the root, is signed over a broken hash, or has an RSA key of less than 2048 bits.</summary>
    public const string CertificateWeak = "certificate_weak";

    /// <summary>The certificate is for other uses than to be a client's.</summary>
    public const string CertificateUse = "certificate_use";

    /// <summary>The certificate's time, or that of one between it and the root, is over.</summary>
    public const string CertificateExpired = "certificate_expired";

    /// <summary>The certificate's time has not come yet.</summary>
    public const string CertificateNotYetValid = "certificate_not_yet_valid";

    /// <summary>The authority has revoked the certificate.</summary>
    public const string CertificateRevoked = "certificate_revoked";

    /// <summary>Nobody can tell at the moment whether the authority has revoked the certificate.</summary>
    public const string CertificateRevocationUnknown = "certificate_revocation_unknown";
}
