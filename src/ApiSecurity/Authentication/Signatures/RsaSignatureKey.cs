using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

internal sealed class RsaSignatureKey : AsymmetricSignatureKey<RSA>
{
    private const int MinBits = 2048;
    private const int MaxBits = 8192;

    private readonly HashAlgorithmName _hash;
    private readonly RSASignaturePadding _padding;

    public RsaSignatureKey(string pem, bool forSigning, HashAlgorithmName hash, RSASignaturePadding padding)
        : base(pem, forSigning, RSA.Create)
    {
        _hash = hash;
        _padding = padding;
        var bits = Inspect(key => key.KeySize);
        SignatureBytes = (bits + 7) / 8;
        if (bits is < MinBits or > MaxBits)
        {
            throw new ArgumentException($"The RSA key does not have from {MinBits} to {MaxBits} bits.", nameof(pem));
        }
    }

    protected override int SignatureBytes { get; }

    // With PSS, .NET takes a salt as long as the hash, which is the 64 bytes of RFC 9421 section 3.3.1.
    protected override bool Verify(RSA key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => key.VerifyData(signed, signature, _hash, _padding);

    protected override byte[] Sign(RSA key, ReadOnlySpan<byte> signed) => key.SignData(signed, _hash, _padding);
}
