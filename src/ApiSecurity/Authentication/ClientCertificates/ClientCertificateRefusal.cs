using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Why a certificate was not accepted. The client learns of most the same: that the certificate is not accepted.</summary>
internal static class ClientCertificateRefusal
{
    private static readonly ApiProblem Invalid = new(401, ReasonCodes.InvalidCertificate, "The certificate is not accepted.");

    public static readonly RejectedCredential Malformed = Of(ReasonCodes.CertificateMalformed);
    public static readonly RejectedCredential Unknown = Of(ReasonCodes.CertificateUnknown);
    public static readonly RejectedCredential Ambiguous = Of(ReasonCodes.CertificateAmbiguous);
    public static readonly RejectedCredential Untrusted = Of(ReasonCodes.CertificateIssuerUntrusted, SecurityEventSeverity.High);
    public static readonly RejectedCredential Weak = Of(ReasonCodes.CertificateWeak);
    public static readonly RejectedCredential Use = Of(ReasonCodes.CertificateUse);
    public static readonly RejectedCredential Expired = Of(ReasonCodes.CertificateExpired, SecurityEventSeverity.Low);
    public static readonly RejectedCredential NotYetValid = Of(ReasonCodes.CertificateNotYetValid, SecurityEventSeverity.Low);
    public static readonly RejectedCredential Revoked = Of(ReasonCodes.CertificateRevoked, SecurityEventSeverity.High);

    /// <summary>Not the certificate's fault: nobody could tell.</summary>
    public static readonly RejectedCredential Unavailable = new(ReasonCodes.CertificateRevocationUnknown, SecurityEventSeverity.Medium)
    {
        Problem = new ApiProblem(503, ReasonCodes.CertificateRevocationUnknown, "The certificate can't be checked at the moment."),
    };

    private const X509ChainStatusFlags NobodyKnows = X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    public static RejectedCredential? Of(X509ChainStatusFlags flags) => flags switch
    {
        X509ChainStatusFlags.NoError => null,
        _ when flags.HasFlag(X509ChainStatusFlags.Revoked) => Revoked,
        _ when (flags & ~NobodyKnows) == X509ChainStatusFlags.NoError => Unavailable,
        X509ChainStatusFlags.HasWeakSignature => Weak,
        X509ChainStatusFlags.NotTimeValid => Expired,
        X509ChainStatusFlags.NotValidForUsage => Use,
        _ => Untrusted,
    };

    private static RejectedCredential Of(string reason, SecurityEventSeverity severity = SecurityEventSeverity.Medium) => new(reason, severity) { Problem = Invalid };
}
