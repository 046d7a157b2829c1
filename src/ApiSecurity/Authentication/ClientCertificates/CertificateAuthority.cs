using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Authentication;

/// <summary>One of <see cref="ClientCertificateOptions.Authorities"/>: whose signature counts. Only its own roots are trusted, never those of another.</summary>
internal sealed class CertificateAuthority
{
    private const string System = "system";

    // RFC 5280 section 4.2.1.12, id-kp-clientAuth.
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly X509Certificate2Collection _between = [];

    /// <summary>The machine's where there are none.</summary>
    private readonly X509Certificate2Collection _roots = [];

    private CertificateAuthority()
    {
    }

    /// <param name="path">The path of a PEM file, or <c>system</c>.</param>
    /// <exception cref="ArgumentException">It can't be used; the message says why as a clause.</exception>
    public static CertificateAuthority Read(string path)
    {
        var authority = new CertificateAuthority();
        if (path == System)
        {
            return authority;
        }

        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPemFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ArgumentException("can't be read", exception);
        }

        foreach (var certificate in all)
        {
            (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? authority._roots : authority._between).Add(certificate);
        }

        return authority._roots.Count > 0 ? authority : throw new ArgumentException("names a file without a root");
    }

    public static string? Fault(string path)
    {
        try
        {
            _ = Read(path);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    /// <param name="certificate">The client's certificate.</param>
    /// <param name="sent">The authorities between it and the root, as the client has sent them; they count for nothing by themselves.</param>
    /// <param name="now">The time at which all of the chain must be valid.</param>
    /// <param name="revocation">Whether it is asked for revocations. That may take seconds, and blocks.</param>
    /// <returns>What is wrong with the chain.</returns>
    public X509ChainStatusFlags Check(X509Certificate2 certificate, X509Certificate2Collection sent, DateTimeOffset now, X509RevocationMode revocation)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        if (_roots.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_roots);
        }

        policy.ExtraStore.AddRange(_between);
        policy.ExtraStore.AddRange(sent);
        policy.ApplicationPolicy.Add(ClientAuthentication);
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = now.UtcDateTime;
        policy.RevocationMode = revocation;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.UrlRetrievalTimeout = Patience;
        // Addresses in the certificates of strangers are not followed.
        policy.DisableCertificateDownloads = true;
        var isBuilt = chain.Build(certificate);
        var flags = isBuilt && chain.ChainElements.SkipLast(1).Any(element => WeakCertificate.Is(element.Certificate)) ? X509ChainStatusFlags.HasWeakSignature : X509ChainStatusFlags.NoError;
        foreach (var status in chain.ChainStatus)
        {
            flags |= status.Status;
        }

        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return isBuilt || flags != X509ChainStatusFlags.NoError ? flags : X509ChainStatusFlags.PartialChain;
    }
}
