using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Tests.Authentication.ClientCertificates;

/// <summary>An authority that signs what the test asks for, and its file.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("authority");

    public TestAuthority(string name = "CN=Authority", TestAuthority? parent = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (parent is null)
        {
            Certificate = request.CreateSelfSigned(From, To);
        }
        else
        {
            using var signed = request.Create(parent.Certificate.SubjectName, parent.Generator, From, To, RandomNumberGenerator.GetBytes(8));
            Certificate = signed.CopyWithPrivateKey(key);
        }

        File = Path.Combine(_folder.FullName, "authority.pem");
        System.IO.File.WriteAllText(File, Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The path of the authority's certificate.</summary>
    public string File { get; }

    public X509SignatureGenerator Generator => X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!);

    public X509Certificate2 Issue(string name = "CN=client", Action<CertificateRequest>? change = null, DateTimeOffset? from = null, DateTimeOffset? to = null, RSA? rsa = null)
    {
        using var curve = rsa is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var request = rsa is null
            ? new CertificateRequest(name, curve!, HashAlgorithmName.SHA256)
            : new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        change?.Invoke(request);
        using var signed = request.Create(Certificate.SubjectName, Generator, from ?? From, to ?? To, RandomNumberGenerator.GetBytes(8));
        return rsa is null ? signed.CopyWithPrivateKey(curve!) : signed.CopyWithPrivateKey(rsa);
    }

    /// <summary>Signs what .NET itself would not read, and keeps no key of it.</summary>
    public X509Certificate2 Sign(PublicKey key, Action<CertificateRequest>? change = null)
    {
        var request = new CertificateRequest(new X500DistinguishedName("CN=client"), key, HashAlgorithmName.SHA256);
        change?.Invoke(request);
        return request.Create(Certificate.SubjectName, Generator, From, To, RandomNumberGenerator.GetBytes(8));
    }

    public X509Certificate2 IssueWithSha1()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=client", curve, HashAlgorithmName.SHA256)
            .Create(Certificate.SubjectName, new Sha1Generator(Certificate.GetECDsaPrivateKey()!), From, To, RandomNumberGenerator.GetBytes(8));
    }

    public static X509Certificate2 SelfSigned(string name = "CN=client", Action<CertificateRequest>? change = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        change?.Invoke(request);
        return request.CreateSelfSigned(From, To);
    }

    /// <summary>Alternative names: those with a colon are URIs, the others of DNS.</summary>
    public static Action<CertificateRequest> Named(params string[] names) => request =>
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var name in names)
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, name.Contains(':', StringComparison.Ordinal) ? 6 : 2));
            }
        }

        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", writer.Encode(), critical: false));
    };

    public static string HeaderOf(params X509Certificate2[] certificates) =>
        string.Join(", ", certificates.Select(certificate => $":{Convert.ToBase64String(certificate.RawData)}:"));

    public void Dispose()
    {
        Certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>What .NET does not sign any more, and others have signed.</summary>
    private sealed class Sha1Generator(ECDsa key) : X509SignatureGenerator
    {
        // ecdsa-with-SHA1
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => [0x30, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
