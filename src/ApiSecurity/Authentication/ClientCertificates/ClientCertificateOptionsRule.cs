using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class ClientCertificateOptionsRule : IOptionsRule<ClientCertificateOptions>
{
    public void Check(ClientCertificateOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but a certificate proves who calls or it does not", "Remove the key. What happens to anonymous callers is for ApiSecurity:Authorization:Mode.");
        }

        if (!Enum.IsDefined(options.RevocationMode))
        {
            errors.Add(nameof(options.RevocationMode), "is not known", $"Write one of {string.Join(", ", Enum.GetNames<X509RevocationMode>())}.");
        }

        foreach (var (name, path) in options.Authorities)
        {
            if (CertificateAuthority.Fault(path) is { } fault)
            {
                errors.Add($"{nameof(options.Authorities)}:{name}", fault, "Write the path of a PEM file with the authority's own certificate, which it has signed itself, or \"system\".");
            }
        }

        foreach (var (name, client) in options.Clients)
        {
            CheckClient(options, client, errors.Below($"{nameof(options.Clients)}:{name}"));
        }
    }

    private static void CheckClient(ClientCertificateOptions options, ClientCertificateClientOptions client, ConfigurationErrors errors)
    {
        if (client.Thumbprint is null && client.SubjectName is null && client.AlternativeName is null)
        {
            errors.Add(string.Empty, "does not say which certificate is meant", "Write its Thumbprint, SubjectName or AlternativeName.");
        }

        if (client.Thumbprint is not null && !CertificateOwner.TryReadThumbprint(client.Thumbprint, out _))
        {
            errors.Add(nameof(client.Thumbprint), "is no SHA-256 hash", "Write 64 hexadecimal digits: openssl x509 -in client.pem -noout -fingerprint -sha256.");
        }

        if (client.SubjectName is not null && CertificateNames.Normal(client.SubjectName) is null)
        {
            errors.Add(nameof(client.SubjectName), "is no distinguished name", "Write the whole name as in CN=billing, O=Example, C=DE.");
        }

        if (client.AlternativeName is not null && !CertificateNames.IsAlternativeName(client.AlternativeName))
        {
            errors.Add(nameof(client.AlternativeName), "is neither a URI nor a DNS name", "Write it as it stands in the certificate, without wildcards: spiffe://example.org/billing, billing.example.org.");
        }

        if (client.Authority is not null && !options.Authorities.ContainsKey(client.Authority))
        {
            errors.Add(nameof(client.Authority), "is not known", $"Write one of the names in {ApiSecurityOptions.SectionName}:{ClientCertificateDefaults.SectionKey}:{nameof(options.Authorities)}.");
        }
        else if (client is { Authority: null, Thumbprint: null } && options.Authorities.Count != 1)
        {
            errors.Add(
                nameof(client.Authority),
                options.Authorities.Count == 0 ? "is missing, and anybody can make a certificate with this name" : "is missing, and each of the authorities could sign this name",
                $"Name the one of {ApiSecurityOptions.SectionName}:{ClientCertificateDefaults.SectionKey}:{nameof(options.Authorities)} that signs it, or write the Thumbprint.");
        }
    }
}
