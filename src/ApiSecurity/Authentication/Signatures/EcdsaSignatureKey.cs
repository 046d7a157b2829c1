using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

/// <summary>Signatures are the two numbers r and s, side by side, each as long as the key (RFC 9421 section 3.3.4).</summary>
internal sealed class EcdsaSignatureKey : AsymmetricSignatureKey<ECDsa>
{
    private readonly HashAlgorithmName _hash;
    private readonly int _numberBytes;

    public EcdsaSignatureKey(string pem, bool forSigning, HashAlgorithmName hash, int bits, string curve)
        : base(pem, forSigning, ECDsa.Create)
    {
        _hash = hash;
        _numberBytes = bits / 8;
        var key = Take();
        var isCurve = key.KeySize == bits && key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true } named
            && named.Oid.Value == curve;
        Return(key);
        if (!isCurve)
        {
            throw new ArgumentException("The key is not on the algorithm's curve.", nameof(pem));
        }
    }

    public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * _numberBytes)
        {
            return false;
        }

        var key = Take();
        try
        {
            return key.VerifyData(signed, signature, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
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
            return key.SignData(signed, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            Return(key);
        }
    }

    /// <summary>With s, n - s is right too, and anybody can work that out; r stays.</summary>
    public override ReadOnlySpan<byte> FixedPart(ReadOnlySpan<byte> signature) => signature[.._numberBytes];
}
