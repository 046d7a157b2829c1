using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>What became of a certificate.</summary>
/// <param name="Owner">Whose it is, where it was accepted.</param>
/// <param name="Refusal">Why it was not.</param>
/// <param name="Until">How long that can be remembered; in the past where it must not.</param>
internal sealed record CertificateVerdict(CertificateOwner? Owner, RejectedCredential? Refusal, DateTimeOffset Until)
{
    public static CertificateVerdict Refused(RejectedCredential refusal) => new(null, refusal, DateTimeOffset.MinValue);
}
