using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

internal sealed class HmacSignatureKey(byte[] secret) : SignatureKey
{
    public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    public override byte[] Sign(ReadOnlySpan<byte> signed) => HMACSHA256.HashData(secret, signed);
}
