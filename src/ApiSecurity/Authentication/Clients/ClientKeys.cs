using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Authentication;

/// <summary>Reads the keys and certificates that options name. What goes wrong is told without anything of the key or the file.</summary>
internal static class ClientKeys
{
    /// <exception cref="ArgumentException">There is no key that can be used; the message is a clause.</exception>
    public static SigningKey SigningKey(OAuthClientOptions options) => Authentication.SigningKey.FromPem(Pem(options), options.SigningAlgorithm);

    /// <exception cref="ArgumentException">There is no certificate with its key; the message is a clause.</exception>
    public static X509Certificate2 Certificate(OAuthClientOptions options)
    {
        try
        {
            using var loaded = X509Certificate2.CreateFromPem(Read(options.CertificateFile ?? string.Empty), Pem(options));
            // The key of a certificate from PEM lives in memory only, which TLS on Windows does not take.
            return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (CryptographicException)
        {
            throw new ArgumentException("has no certificate in PEM that belongs to the private key");
        }
    }

    private static string Pem(OAuthClientOptions options) => options.PrivateKey ?? Read(options.PrivateKeyFile ?? string.Empty);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ArgumentException("is no file that can be read");
        }
    }
}
