using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>Tells whether a client's options are others than before, the contents of its files among them. A hash, because there are secrets in it.</summary>
internal static class ClientFingerprint
{
    public static string Of(AccessTokenClientOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string?[] texts =
        [
            options.Authority, options.TokenEndpoint, options.ClientId, options.ClientSecret, options.ClientAuthentication.ToString(), options.PrivateKey, options.PrivateKeyId,
            options.SigningAlgorithm, options.AssertionAudience, options.AssertionTokenType, options.PrivateKeyFile, options.CertificateFile, options.Scope, options.Audience,
            options.UseDPoP.ToString(), options.RenewBefore.ToString("c", CultureInfo.InvariantCulture), options.Timeout.ToString("c", CultureInfo.InvariantCulture),
        ];
        Add(hash, texts);
        Add(hash, options.Resources);
        Add(hash, options.AllowedHosts);
        Add(hash, [ContentOf(options.PrivateKeyFile), ContentOf(options.CertificateFile)]);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>With lengths and an end, so that no two lists look the same.</summary>
    private static void Add(IncrementalHash hash, IEnumerable<string?> texts)
    {
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? string.Empty);
            hash.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
            hash.AppendData(bytes);
        }

        hash.AppendData(BitConverter.GetBytes(int.MinValue));
    }

    private static string? ContentOf(string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The rules of the options say so where it matters.
            return null;
        }
    }
}
