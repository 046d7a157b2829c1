using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The options, compiled; what was found out by them goes with them.</summary>
internal sealed class ClientCertificateRules
{
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(30);

    private readonly CertificateOwner[] _owners;
    private readonly TimeSpan _duration;

    public ClientCertificateRules(ClientCertificateOptions options)
    {
        var authorities = options.Authorities.ToDictionary(pair => pair.Key, pair => CertificateAuthority.Read(pair.Value), StringComparer.Ordinal);
        _owners = [.. options.Clients.Values.Select(client => new CertificateOwner(client, AuthorityOf(client, authorities)))];
        _duration = options.CacheDuration;
        RevocationMode = options.RevocationMode;
        IsEnabled = options.IsEnabled;
    }

    public bool IsEnabled { get; }

    public X509RevocationMode RevocationMode { get; }

    public CertificateMemory Memory { get; } = new();

    /// <summary>Whose certificate it says it is, before anything that costs more than reading it.</summary>
    public CertificateVerdict Claimed(X509Certificate2 certificate, byte[] thumbprint, DateTimeOffset now)
    {
        if (CertificateNames.Read(certificate) is not { } names)
        {
            return CertificateVerdict.Refused(ClientCertificateRefusal.Malformed);
        }

        var owners = Array.FindAll(_owners, owner => owner.Owns(thumbprint, names));
        return owners.Length == 1
            ? new CertificateVerdict(owners[0], CheckAlone(certificate, now), DateTimeOffset.MinValue)
            : CertificateVerdict.Refused(owners.Length == 0 ? ClientCertificateRefusal.Unknown : ClientCertificateRefusal.Ambiguous);
    }

    /// <summary>The verdict with its end: that of the certificate, or earlier.</summary>
    public CertificateVerdict Settle(CertificateOwner owner, X509Certificate2 certificate, RejectedCredential? refusal, DateTimeOffset now)
    {
        if (refusal is not null)
        {
            // Asking once more takes seconds. Of others it is known at once.
            return new(null, refusal, refusal == ClientCertificateRefusal.Unavailable ? now + UnknownFor : DateTimeOffset.MinValue);
        }

        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        return new(owner, null, now + _duration < end ? now + _duration : end);
    }

    private static RejectedCredential? CheckAlone(X509Certificate2 certificate, DateTimeOffset now) =>
        now < certificate.NotBefore.ToUniversalTime() ? ClientCertificateRefusal.NotYetValid
        : now > certificate.NotAfter.ToUniversalTime() ? ClientCertificateRefusal.Expired
        : !CertificateUse.IsForClients(certificate) ? ClientCertificateRefusal.Use
        : WeakCertificate.Is(certificate) ? ClientCertificateRefusal.Weak
        : null;

    private static CertificateAuthority? AuthorityOf(ClientCertificateClientOptions client, Dictionary<string, CertificateAuthority> authorities) =>
        client.Authority is not null ? authorities[client.Authority]
        : client.Thumbprint is not null ? null
        : authorities.Values.Single();
}
