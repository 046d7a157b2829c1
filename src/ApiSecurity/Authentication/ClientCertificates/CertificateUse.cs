using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Authentication;

/// <summary>Whether a certificate is one for clients (RFC 5280 sections 4.2.1.3 and 4.2.1.12): where it says nothing of its uses, it is for all.</summary>
internal static class CertificateUse
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string Any = "2.5.29.37.0";

    public static bool IsForClients(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            switch (extension)
            {
                case X509EnhancedKeyUsageExtension purposes when !purposes.EnhancedKeyUsages.Cast<Oid>().Any(purpose => purpose.Value is ClientAuthentication or Any):
                case X509KeyUsageExtension usage when !usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature):
                    return false;
                default:
                    break;
            }
        }

        return true;
    }
}
