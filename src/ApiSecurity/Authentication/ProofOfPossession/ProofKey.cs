using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>The public key in a proof's header (<c>jwk</c>; RFC 7518 section 6), in the one form that its thumbprint stands for.</summary>
internal sealed class ProofKey
{
    private const int LeastModulusBytes = 256;
    private const int MostModulusBytes = 1024;

    // A longer exponent makes checking as slow as signing.
    private const int MostExponentBytes = 4;

    private readonly string _type;
    private readonly string? _curve;
    private readonly string _first;
    private readonly string _second;

    private ProofKey(string type, string? curve, string first, string second) => (_type, _curve, _first, _second) = (type, curve, first, second);

    /// <summary>Reads the value of the member that the reader is at.</summary>
    /// <returns>The key; <see langword="null"/> for one that is not public, not whole or of another kind.</returns>
    /// <exception cref="JsonException">It is no object, or says something twice.</exception>
    public static ProofKey? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        string? type = null, curve = null, x = null, y = null, n = null, e = null;
        var isSecret = false;
        var names = new MemberNames(json, stackalloc Range[ProofReader.MembersInPlace]);
        StrictJson.StartObject(ref reader);
        while (StrictJson.NextMember(ref reader))
        {
            StrictJson.Once(names.Add((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped ? reader.GetString() : null));
            if (reader.ValueTextEquals("kty"u8))
            {
                type = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("crv"u8))
            {
                curve = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("x"u8))
            {
                x = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("y"u8))
            {
                y = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("n"u8))
            {
                n = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("e"u8))
            {
                e = StrictJson.Text(ref reader);
            }
            else
            {
                isSecret |= IsSecret(ref reader);
                StrictJson.SkipValue(ref reader);
            }
        }

        return (isSecret, type) switch
        {
            (false, "EC") when curve is not null && x is not null && y is not null => new ProofKey(type, curve, x, y),
            (false, "RSA") when n is not null && e is not null => new ProofKey(type, null, e, n),
            _ => null,
        };
    }

    /// <summary>The SHA-256 thumbprint (RFC 7638 section 3.2: the required members in this order).</summary>
    public byte[] Thumbprint()
    {
        // The texts are base64url or the names of curves by now, so nothing needs an escape.
        var json = _curve is null ? $$"""{"e":"{{_first}}","kty":"RSA","n":"{{_second}}"}""" : $$"""{"crv":"{{_curve}}","kty":"EC","x":"{{_first}}","y":"{{_second}}"}""";
        return SHA256.HashData(Encoding.ASCII.GetBytes(json));
    }

    /// <returns>Whether the key fits the algorithm and is sound, and then whether the signature is its own.</returns>
    public ProofFault Check(string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        try
        {
            return algorithm switch
            {
                "ES256" => CheckCurve("P-256", ECCurve.NamedCurves.nistP256, 32, HashAlgorithmName.SHA256, signed, signature),
                "ES384" => CheckCurve("P-384", ECCurve.NamedCurves.nistP384, 48, HashAlgorithmName.SHA384, signed, signature),
                "ES512" => CheckCurve("P-521", ECCurve.NamedCurves.nistP521, 66, HashAlgorithmName.SHA512, signed, signature),
                "RS256" => CheckRsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, signed, signature),
                "RS384" => CheckRsa(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1, signed, signature),
                "RS512" => CheckRsa(HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1, signed, signature),
                "PS256" => CheckRsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pss, signed, signature),
                "PS384" => CheckRsa(HashAlgorithmName.SHA384, RSASignaturePadding.Pss, signed, signature),
                "PS512" => CheckRsa(HashAlgorithmName.SHA512, RSASignaturePadding.Pss, signed, signature),
                _ => ProofFault.Algorithm,
            };
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve, a modulus that is none.
            return ProofFault.Key;
        }
    }

    private ProofFault CheckCurve(string name, ECCurve curve, int size, HashAlgorithmName hash, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (_curve != name || Decode(_first, size) is not { } x || x.Length != size || Decode(_second, size) is not { } y || y.Length != size)
        {
            return ProofFault.Key;
        }

        using var key = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } });
        return signature.Length == 2 * size && key.VerifyData(signed, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? ProofFault.None
            : ProofFault.Signature;
    }

    private ProofFault CheckRsa(HashAlgorithmName hash, RSASignaturePadding padding, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (_type != "RSA"
            || Decode(_second, MostModulusBytes) is not { Length: >= LeastModulusBytes } modulus || modulus[0] == 0 || (modulus[^1] & 1) == 0
            || Decode(_first, MostExponentBytes) is not { } exponent || exponent[0] == 0 || (exponent[^1] & 1) == 0 || exponent is [1])
        {
            return ProofFault.Key;
        }

        using var key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return key.VerifyData(signed, signature, hash, padding) ? ProofFault.None : ProofFault.Signature;
    }

    private static byte[]? Decode(string text, int most)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return bytes.Length <= most + 2 && Base64UrlText.TryDecode(text, bytes, out var written) && written <= most ? bytes[..written] : null;
    }

    /// <summary>RFC 7518 sections 6.2.2, 6.3.2 and 6.4: what only the owner of a key may know.</summary>
    private static bool IsSecret(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("d"u8) || reader.ValueTextEquals("k"u8) || reader.ValueTextEquals("p"u8) || reader.ValueTextEquals("q"u8)
        || reader.ValueTextEquals("dp"u8) || reader.ValueTextEquals("dq"u8) || reader.ValueTextEquals("qi"u8) || reader.ValueTextEquals("oth"u8);
}
