using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Encrypts tokens by hand (RFC 7516, RFC 7518), as the RFCs say it and not as the token library does it, so that everything can be wrong with them.</summary>
internal sealed class EncryptedToken(string algorithm, string encryption)
{
    /// <summary>The header as it is written; changed before it is encrypted.</summary>
    public JsonObject Header { get; } = new() { ["alg"] = algorithm, ["enc"] = encryption, ["cty"] = "JWT" };

    /// <summary>The bytes of the content key: half of them for the MAC where there is one.</summary>
    public int KeyLength => encryption switch
    {
        "A128GCM" => 16,
        "A192GCM" => 24,
        "A256GCM" or "A128CBC-HS256" => 32,
        "A192CBC-HS384" => 48,
        _ => 64,
    };

    public string Encrypt(string content, RSA recipient, RSAEncryptionPadding? padding = null)
    {
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        return Complete(content, key, recipient.Encrypt(key, padding ?? RSAEncryptionPadding.OaepSHA1));
    }

    /// <summary>RFC 7518 section 4.6: agreement with a key of this token's own, then key wrapping.</summary>
    public string Encrypt(string content, ECDsa recipient)
    {
        using var other = ECDiffieHellman.Create(recipient.ExportParameters(includePrivateParameters: false));
        using var own = ECDiffieHellman.Create(recipient.ExportParameters(includePrivateParameters: false).Curve);
        var point = own.ExportParameters(includePrivateParameters: false).Q;
        Header["epk"] ??= new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = $"P-{recipient.KeySize}",
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
        var wrapping = Derive(own.DeriveRawSecretAgreement(other.PublicKey), algorithm, algorithm switch { "ECDH-ES+A128KW" => 16, "ECDH-ES+A192KW" => 24, _ => 32 });
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        return Complete(content, key, Wrap(wrapping, key));
    }

    /// <summary>With a content key that is what it is: a shared secret (<c>dir</c>), or whatever a test wants.</summary>
    public string Complete(string content, byte[] key, byte[] encryptedKey)
    {
        var header = Base64UrlEncoder.Encode(JsonSerializer.Serialize(Header));
        var associated = Encoding.ASCII.GetBytes(header);
        var plain = Encoding.UTF8.GetBytes(content);
        var (iv, cipher, tag) = encryption.EndsWith("GCM", StringComparison.Ordinal) ? Gcm(key, plain, associated) : CbcAndMac(key, plain, associated);
        return $"{header}.{Base64UrlEncoder.Encode(encryptedKey)}.{Base64UrlEncoder.Encode(iv)}.{Base64UrlEncoder.Encode(cipher)}.{Base64UrlEncoder.Encode(tag)}";
    }

    /// <summary>RFC 3394 section 2.2.1.</summary>
    public static byte[] Wrap(byte[] wrapping, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = wrapping;
        var blocks = key.Length / 8;
        var result = new byte[key.Length + 8];
        key.CopyTo(result, 8);
        Span<byte> block = stackalloc byte[16];
        block[..8].Fill(0xA6);
        for (var round = 0; round < 6; round++)
        {
            for (var index = 1; index <= blocks; index++)
            {
                result.AsSpan(index * 8, 8).CopyTo(block[8..]);
                aes.EncryptEcb(block, PaddingMode.None).CopyTo(block);
                BinaryPrimitives.WriteUInt64BigEndian(block, BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)((blocks * round) + index));
                block[8..].CopyTo(result.AsSpan(index * 8));
            }
        }

        block[..8].CopyTo(result);
        return result;
    }

    /// <summary>Concat KDF with SHA-256 and no PartyInfo, for up to one hash (RFC 7518 section 4.6.2).</summary>
    public static byte[] Derive(byte[] secret, string algorithm, int length)
    {
        byte[] information = [0, 0, 0, 1, .. secret, 0, 0, 0, (byte)algorithm.Length, .. Encoding.ASCII.GetBytes(algorithm), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(information.AsSpan(^4), length * 8);
        return SHA256.HashData(information)[..length];
    }

    private static (byte[] Iv, byte[] Cipher, byte[] Tag) Gcm(byte[] key, byte[] plain, byte[] associated)
    {
        var (iv, cipher, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plain.Length], new byte[16]);
        using var gcm = new AesGcm(key, tag.Length);
        gcm.Encrypt(iv, plain, cipher, tag, associated);
        return (iv, cipher, tag);
    }

    /// <summary>RFC 7518 section 5.2.2.1.</summary>
    private static (byte[] Iv, byte[] Cipher, byte[] Tag) CbcAndMac(byte[] key, byte[] plain, byte[] associated)
    {
        var half = key.Length / 2;
        using var aes = Aes.Create();
        aes.Key = key[half..];
        var iv = RandomNumberGenerator.GetBytes(16);
        var cipher = aes.EncryptCbc(plain, iv);
        var bits = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bits, associated.Length * 8L);
        byte[] authenticated = [.. associated, .. iv, .. cipher, .. bits];
        var mac = half switch
        {
            16 => HMACSHA256.HashData(key[..half], authenticated),
            24 => HMACSHA384.HashData(key[..half], authenticated),
            _ => HMACSHA512.HashData(key[..half], authenticated),
        };
        return (iv, cipher, mac[..half]);
    }
}
