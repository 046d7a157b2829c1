using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Authentication;

/// <summary>Certificates that somebody else could have made: signed over a hash of which collisions are known, or with a key that can be computed.</summary>
internal static class WeakCertificate
{
    private const int MinimumRsaBits = 2048;

    private static readonly FrozenSet<string?> Signatures = new string?[]
    {
        "1.2.840.113549.1.1.2", // RSA with MD2
        "1.2.840.113549.1.1.4", // RSA with MD5
        "1.2.840.113549.1.1.5", // RSA with SHA-1
        "1.3.14.3.2.29", // the same, older
        "1.2.840.10045.4.1", // ECDSA with SHA-1
        "1.2.840.10040.4.3", // DSA with SHA-1
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Is(X509Certificate2 certificate)
    {
        if (Signatures.Contains(certificate.SignatureAlgorithm.Value))
        {
            return true;
        }

        using var rsa = certificate.GetRSAPublicKey();
        return rsa is { KeySize: < MinimumRsaBits };
    }
}
