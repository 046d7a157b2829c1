using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

internal sealed class RsaSignatureKey : AsymmetricSignatureKey<RSA>
{
    private const int MinBits = 2048;
    private const int MaxBits = 8192;

    private readonly HashAlgorithmName _hash;
    private readonly RSASignaturePadding _padding;
    private readonly int _signatureBytes;

    public RsaSignatureKey(string pem, bool forSigning, HashAlgorithmName hash, RSASignaturePadding padding)
        : base(pem, forSigning, RSA.Create)
    {
        _hash = hash;
        _padding = padding;
        var bits = KeySize;
        _signatureBytes = (bits + 7) / 8;
        if (bits is < MinBits or > MaxBits)
        {
            throw new ArgumentException($"The RSA key does not have from {MinBits} to {MaxBits} bits.", nameof(pem));
        }
    }

    public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != _signatureBytes)
        {
            return false;
        }

        var key = Take();
        try
        {
            // With PSS, .NET takes a salt as long as the hash, which is the 64 bytes of RFC 9421 section 3.3.1.
            return key.VerifyData(signed, signature, _hash, _padding);
        }
        finally
        {
            Return(key);
        }
    }

    public override byte[] Sign(ReadOnlySpan<byte> signed)
    {
        var key = Take();
        try
        {
            return key.SignData(signed, _hash, _padding);
        }
        finally
        {
            Return(key);
        }
    }
}
