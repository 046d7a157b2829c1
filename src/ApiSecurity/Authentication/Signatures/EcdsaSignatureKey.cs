using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

/// <summary>Signatures are the two numbers r and s, side by side, each as long as the key (RFC 9421 section 3.3.4).</summary>
internal sealed class EcdsaSignatureKey : AsymmetricSignatureKey<ECDsa>
{
    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    private readonly HashAlgorithmName _hash;
    private readonly int _numberBytes;

    public EcdsaSignatureKey(string pem, bool forSigning, HashAlgorithmName hash, int bits, string curve)
        : base(pem, forSigning, ECDsa.Create)
    {
        _hash = hash;
        _numberBytes = bits / 8;
        if (!Inspect(key => key.KeySize == bits && key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true } named && named.Oid.Value == curve))
        {
            throw new ArgumentException("The key is not on the algorithm's curve.", nameof(pem));
        }
    }

    protected override int SignatureBytes => 2 * _numberBytes;

    /// <summary>With s, n - s is right too, and anybody can work that out; r stays.</summary>
    public override ReadOnlySpan<byte> FixedPart(ReadOnlySpan<byte> signature) => signature[.._numberBytes];

    protected override bool Verify(ECDsa key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => key.VerifyData(signed, signature, _hash, Format);

    protected override byte[] Sign(ECDsa key, ReadOnlySpan<byte> signed) => key.SignData(signed, _hash, Format);
}
