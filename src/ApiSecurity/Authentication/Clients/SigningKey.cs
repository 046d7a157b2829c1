using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>A private key, and compact JWS signed with it (RFC 7515 section 3.1).</summary>
internal sealed class SigningKey : IDisposable
{
    private const int MinimumRsaBits = 2048;

    private readonly AsymmetricAlgorithm _key;
    private readonly HashAlgorithmName _hash;

    /// <summary>.NET's keys are not made to be used by several threads at once.</summary>
    private readonly Lock _lock = new();

    private SigningKey(AsymmetricAlgorithm key, string algorithm)
    {
        _key = key;
        Algorithm = algorithm;
        _hash = algorithm[2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
    }

    public string Algorithm { get; }

    public static SigningKey CreateP256() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), "ES256");

    /// <exception cref="ArgumentException">The text is no PEM of a private key that can sign, or the algorithm is not one for it; the message has nothing of the key.</exception>
    public static SigningKey FromPem(string pem, string? algorithm = null)
    {
        if (TryImport(ECDsa.Create(), pem) is ECDsa curve)
        {
            var own = curve.KeySize switch { 256 => "ES256", 384 => "ES384", 521 => "ES512", _ => null };
            return own is not null && (algorithm ?? own) == own && IsNist(curve) ? new(curve, own) : throw new ArgumentException("is a key for another algorithm");
        }

        if (TryImport(RSA.Create(), pem) is RSA rsa)
        {
            algorithm ??= "RS256";
            return rsa.KeySize < MinimumRsaBits ? throw new ArgumentException("is an RSA key of less than 2048 bits")
                : algorithm is "RS256" or "RS384" or "RS512" or "PS256" or "PS384" or "PS512" ? new(rsa, algorithm)
                : throw new ArgumentException("is a key for another algorithm");
        }

        throw new ArgumentException("is no private key in PEM");
    }

    /// <param name="header">Writes the members of the header beside <c>alg</c>.</param>
    /// <param name="payload">Writes the claims.</param>
    public string Sign(Action<Utf8JsonWriter> header, Action<Utf8JsonWriter> payload)
    {
        var head = Json(writer =>
        {
            writer.WriteString("alg", Algorithm);
            header(writer);
        });
        var signed = $"{Base64Url.EncodeToString(head)}.{Base64Url.EncodeToString(Json(payload))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        byte[] signature;
        lock (_lock)
        {
            signature = _key is RSA rsa
                ? rsa.SignData(bytes, _hash, Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
                : ((ECDsa)_key).SignData(bytes, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The public half of an elliptic curve's key (RFC 7518 section 6.2.1).</summary>
    public void WritePublicJwk(Utf8JsonWriter writer)
    {
        ECPoint point;
        lock (_lock)
        {
            point = ((ECDsa)_key).ExportParameters(includePrivateParameters: false).Q;
        }

        writer.WriteStartObject();
        writer.WriteString("kty", "EC");
        writer.WriteString("crv", "P-256");
        writer.WriteString("x", Base64Url.EncodeToString(point.X));
        writer.WriteString("y", Base64Url.EncodeToString(point.Y));
        writer.WriteEndObject();
    }

    public void Dispose() => _key.Dispose();

    private static bool IsNist(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value
        is "1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35";

    private static AsymmetricAlgorithm? TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            // A public key can be imported too; only a private one signs.
            _ = key is RSA rsa ? rsa.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : ((ECDsa)key).SignData([], HashAlgorithmName.SHA256);
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
