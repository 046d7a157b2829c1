using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ApiSecurity.Authentication;

/// <summary>
/// Reads a proof and checks its signature (RFC 9449 section 4.3, numbers 2 to 7): one compact JWS of strict base64url, whose header and claims are JSON objects without
/// duplicates, and whose key is in its header and public.
/// </summary>
internal static class ProofReader
{
    /// <summary>Most objects of a proof have fewer members; of those that have more the names are kept as texts.</summary>
    public const int MembersInPlace = 24;

    private const string Type = "dpop+jwt";
    private const int MaximumDepth = 8;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

    /// <param name="text">The value of the header <c>DPoP</c>.</param>
    /// <param name="maximumLength">The longest to look at.</param>
    /// <param name="algorithms">Those that are allowed.</param>
    /// <param name="proof">The proof, where there is no fault.</param>
    public static ProofFault Read(ReadOnlySpan<char> text, int maximumLength, ReadOnlySpan<string> algorithms, out Proof? proof)
    {
        proof = null;
        Span<Range> parts = stackalloc Range[4];
        if (text.IsEmpty || text.Length > maximumLength || text.Split(parts, '.') != 3)
        {
            return ProofFault.Malformed;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((2 * text.Length) + 8);
        try
        {
            return Read(text, parts, algorithms, buffer, out proof);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An InvalidOperationException is a text with half a surrogate pair.
            return ProofFault.Malformed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ProofFault Read(ReadOnlySpan<char> text, ReadOnlySpan<Range> parts, ReadOnlySpan<string> algorithms, byte[] buffer, out Proof? proof)
    {
        proof = null;
        var rest = buffer.AsSpan();
        if (!TryDecode(text[parts[0]], ref rest, out var header) || !TryDecode(text[parts[1]], ref rest, out var payload) || !Utf8.IsValid(header) || !Utf8.IsValid(payload))
        {
            return ProofFault.Malformed;
        }

        var fault = ReadHeader(header, algorithms, out var key, out var algorithm);
        if (fault != ProofFault.None)
        {
            return fault;
        }

        if (!TryDecode(text[parts[2]], ref rest, out var signature))
        {
            return text[parts[2]].IsEmpty ? ProofFault.Signature : ProofFault.Malformed;
        }

        var claims = ReadClaims(payload);
        var signed = rest[..Encoding.ASCII.GetBytes(text[..parts[1].End.Value], rest)];
        fault = key!.Check(algorithm!, signed, signature);
        proof = fault == ProofFault.None ? claims with { KeyThumbprint = key.Thumbprint() } : null;
        return fault;
    }

    private static ProofFault ReadHeader(ReadOnlySpan<byte> json, ReadOnlySpan<string> algorithms, out ProofKey? key, out string? algorithm)
    {
        string? type = null;
        key = null;
        algorithm = null;
        var hasKey = false;
        var isExtended = false;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var names = new MemberNames(json, stackalloc Range[MembersInPlace]);
        StrictJson.StartObject(ref reader);
        while (StrictJson.NextMember(ref reader))
        {
            StrictJson.Once(names.Add((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped ? reader.GetString() : null));
            if (reader.ValueTextEquals("typ"u8))
            {
                type = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("alg"u8))
            {
                algorithm = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("jwk"u8))
            {
                hasKey = true;
                key = ProofKey.Read(ref reader, json);
            }
            else
            {
                // RFC 7515 section 4.1.11, RFC 7797.
                isExtended |= reader.ValueTextEquals("crit"u8) || reader.ValueTextEquals("b64"u8);
                StrictJson.SkipValue(ref reader);
            }
        }

        StrictJson.End(ref reader);
        return type != Type || isExtended || !hasKey || algorithm is null ? ProofFault.Malformed
            : !algorithms.Contains(algorithm) ? ProofFault.Algorithm
            : key is null ? ProofFault.Key
            : ProofFault.None;
    }

    /// <exception cref="JsonException">A claim is missing, or not of the type that it must be.</exception>
    private static Proof ReadClaims(ReadOnlySpan<byte> json)
    {
        string? id = null, method = null, target = null, tokenHash = null, nonce = null;
        double? issuedAt = null, expires = null, notBefore = null;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var names = new MemberNames(json, stackalloc Range[MembersInPlace]);
        StrictJson.StartObject(ref reader);
        while (StrictJson.NextMember(ref reader))
        {
            StrictJson.Once(names.Add((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped ? reader.GetString() : null));
            if (reader.ValueTextEquals("jti"u8))
            {
                id = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("htm"u8))
            {
                method = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("htu"u8))
            {
                target = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("iat"u8))
            {
                issuedAt = StrictJson.Time(ref reader);
            }
            else if (reader.ValueTextEquals("ath"u8))
            {
                tokenHash = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("nonce"u8))
            {
                nonce = StrictJson.Text(ref reader);
            }
            else if (reader.ValueTextEquals("exp"u8))
            {
                expires = StrictJson.Time(ref reader);
            }
            else if (reader.ValueTextEquals("nbf"u8))
            {
                notBefore = StrictJson.Time(ref reader);
            }
            else
            {
                StrictJson.SkipValue(ref reader);
            }
        }

        StrictJson.End(ref reader);
        return id is null || method is null || target is null || issuedAt is not { } time
            ? throw new JsonException()
            : new Proof([], id, method, target, time, tokenHash, nonce) { Expires = expires, NotBefore = notBefore };
    }

    private static bool TryDecode(ReadOnlySpan<char> text, ref Span<byte> rest, out ReadOnlySpan<byte> bytes)
    {
        var decoded = Base64UrlText.TryDecode(text, rest, out var written);
        bytes = rest[..written];
        rest = rest[written..];
        return decoded;
    }
}
