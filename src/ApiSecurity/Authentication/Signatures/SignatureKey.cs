using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

/// <summary>A key for one algorithm: that it is what the message says, or that other side's favourite, is nothing to be decided by the message.</summary>
internal abstract class SignatureKey
{
    private const int MinSecretBytes = 32;
    private const int MaxKeyLength = 16384;

    public abstract bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    public abstract byte[] Sign(ReadOnlySpan<byte> signed);

    public virtual ReadOnlySpan<byte> FixedPart(ReadOnlySpan<byte> signature) => signature;

    /// <exception cref="ArgumentException">The algorithm is not known, or the key is none for it.</exception>
    public static SignatureKey Read(string algorithm, string key, bool forSigning) => algorithm switch
    {
        _ when key.Length > MaxKeyLength => throw new ArgumentException("The key is longer than any key is.", nameof(key)),
        HttpSignatureAlgorithms.EcdsaP256Sha256 => new EcdsaSignatureKey(CheckPem(key, forSigning), forSigning, HashAlgorithmName.SHA256, 256, "1.2.840.10045.3.1.7"),
        HttpSignatureAlgorithms.EcdsaP384Sha384 => new EcdsaSignatureKey(CheckPem(key, forSigning), forSigning, HashAlgorithmName.SHA384, 384, "1.3.132.0.34"),
        HttpSignatureAlgorithms.RsaPssSha512 => new RsaSignatureKey(CheckPem(key, forSigning), forSigning, HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        HttpSignatureAlgorithms.RsaPkcs1Sha256 => new RsaSignatureKey(CheckPem(key, forSigning), forSigning, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        HttpSignatureAlgorithms.HmacSha256 => new HmacSignatureKey(ReadSecret(key)),
        _ => throw new ArgumentException($"The algorithm is not known. Known are {string.Join(", ", HttpSignatureAlgorithms.All)}.", nameof(algorithm)),
    };

    private static string CheckPem(string key, bool forSigning)
    {
        var isPrivate = key.Contains("PRIVATE KEY", StringComparison.Ordinal);
        if (!forSigning && isPrivate)
        {
            throw new ArgumentException("The key is a private one, which only its owner may have. Write the public key.", nameof(key));
        }

        return !forSigning || isPrivate ? key : throw new ArgumentException("The key is no private one, so nothing can be signed with it. Write the private key as PEM.", nameof(key));
    }

    private static byte[] ReadSecret(string key)
    {
        // A public key that is taken for a secret would let everybody sign who has it.
        var secret = new byte[key.Length];
        if (key.Contains("-----", StringComparison.Ordinal) || !Convert.TryFromBase64String(key, secret, out var length))
        {
            throw new ArgumentException("The key is no secret in base64.", nameof(key));
        }

        return length >= MinSecretBytes ? secret[..length] : throw new ArgumentException($"The secret is shorter than {MinSecretBytes} bytes.", nameof(key));
    }
}
