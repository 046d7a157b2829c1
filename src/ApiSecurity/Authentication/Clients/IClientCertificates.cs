using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Authentication;

/// <summary>Who knows the client certificates of some of the HTTP clients.</summary>
internal interface IClientCertificates
{
    X509Certificate2? Find(string httpClient);
}
