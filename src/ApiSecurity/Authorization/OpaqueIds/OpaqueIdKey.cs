using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Authorization;

/// <summary>
/// A key for the ids of one type of object. An id is deterministic authenticated encryption: AES-256-GCM whose nonce is HMAC-SHA-256 of what is encrypted, both with keys
/// that HKDF (RFC 5869) derives for the type. Equal ids have equal texts; two different ones meet in one nonce by chance alone (96 bits).
/// </summary>
internal sealed class OpaqueIdKey
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    /// <summary>The mark of the key, then the nonce, the tag and what is encrypted.</summary>
    public const int Overhead = 1 + NonceLength + TagLength;

    private const string Label = "ApiSecurity opaque id 1:";

    private readonly byte[] _encryption;
    private readonly byte[] _nonces;
    private readonly byte[] _associated;

    public OpaqueIdKey(ReadOnlySpan<byte> key, string name)
    {
        var info = Encoding.UTF8.GetBytes(Label + name);
        Span<byte> derived = stackalloc byte[65];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: [], info);
        _encryption = derived[..32].ToArray();
        _nonces = derived[32..64].ToArray();
        // Tells at once which key an id may be of; nothing more.
        Mark = derived[64];
        _associated = info;
        CryptographicOperations.ZeroMemory(derived);
    }

    public byte Mark { get; }

    /// <param name="plain">The id.</param>
    /// <param name="sealedId">As long as the id and <see cref="Overhead"/>.</param>
    public void Seal(ReadOnlySpan<byte> plain, Span<byte> sealedId)
    {
        sealedId[0] = Mark;
        var nonce = sealedId.Slice(1, NonceLength);
        MakeNonce(plain, nonce);
        using var cipher = new AesGcm(_encryption, TagLength);
        cipher.Encrypt(nonce, plain, sealedId[Overhead..], sealedId.Slice(1 + NonceLength, TagLength), _associated);
    }

    /// <returns>Whether this key has sealed it, for this type.</returns>
    public bool TryOpen(ReadOnlySpan<byte> sealedId, Span<byte> plain)
    {
        if (sealedId.Length != plain.Length + Overhead || sealedId[0] != Mark)
        {
            return false;
        }

        var nonce = sealedId.Slice(1, NonceLength);
        using var cipher = new AesGcm(_encryption, TagLength);
        try
        {
            cipher.Decrypt(nonce, sealedId[Overhead..], sealedId.Slice(1 + NonceLength, TagLength), plain, _associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[NonceLength];
        MakeNonce(plain, expected);
        return CryptographicOperations.FixedTimeEquals(nonce, expected);
    }

    private void MakeNonce(ReadOnlySpan<byte> plain, Span<byte> nonce)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nonces, plain, hash);
        hash[..NonceLength].CopyTo(nonce);
    }
}
