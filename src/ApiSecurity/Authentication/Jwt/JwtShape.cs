using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ApiSecurity.Authentication;

/// <summary>
/// Looks at the form of a token before any key does: three parts of strict base64url, headers and claims that are JSON objects without
/// duplicates (RFC 7515 section 4, RFC 7519 section 4), an algorithm that is allowed, no extension that is not understood.
/// </summary>
/// <remarks>Keys that the header carries or points to (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>) are not looked at, here or later.</remarks>
internal static class JwtShape
{
    private const int MaximumDepth = 16;
    private const int MaximumKeyIdLength = 512;

    /// <summary>Most tokens have fewer members; of those that have more the names are kept as texts.</summary>
    private const int MembersInPlace = 32;

    private static readonly SearchValues<char> PaddingOrSpace = SearchValues.Create("=% \t\r\n");

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

    /// <returns>What is wrong with the token, or <see langword="null"/>.</returns>
    public static JwtRefusal? Check(ReadOnlySpan<char> token, int maximumLength, IEnumerable<string> algorithms, bool allowDeveloperAlgorithm)
    {
        if (token.Length > maximumLength)
        {
            return JwtRefusal.TooLarge;
        }

        Span<Range> parts = stackalloc Range[4];
        if (token.Split(parts, '.') != 3)
        {
            return JwtRefusal.Malformed;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            var header = Decode(token[parts[0]], buffer);
            var payload = Decode(token[parts[1]], buffer.AsSpan(header.Length));
            if (header.IsEmpty || payload.IsEmpty)
            {
                return JwtRefusal.Malformed;
            }

            return CheckHeader(header, algorithms, allowDeveloperAlgorithm)
                ?? CheckSignature(token[parts[2]])
                ?? CheckClaims(payload);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return JwtRefusal.Malformed;
        }
        finally
        {
            // Claims are personal data.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The issuer that a token says it is from. Nothing is believed yet: it decides only whose keys the token is checked with.</summary>
    public static string? IssuerOf(ReadOnlySpan<char> token, int maximumLength)
    {
        Span<Range> parts = stackalloc Range[4];
        if (token.Length > maximumLength || token.Split(parts, '.') != 3)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            var reader = new Utf8JsonReader(Decode(token[parts[1]], buffer), ReaderOptions);
            StrictJson.StartObject(ref reader);
            while (StrictJson.NextMember(ref reader))
            {
                var isIssuer = reader.ValueTextEquals("iss"u8);
                reader.Read();
                if (isIssuer)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }

                reader.Skip();
            }

            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static JwtRefusal? CheckHeader(ReadOnlySpan<byte> json, IEnumerable<string> algorithms, bool allowDeveloperAlgorithm)
    {
        var hasAlgorithm = false;
        var critical = false;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var names = new MemberNames(json, stackalloc Range[MembersInPlace]);
        StrictJson.StartObject(ref reader);
        while (StrictJson.NextMember(ref reader))
        {
            if (!names.Add((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped ? reader.GetString() : null))
            {
                return JwtRefusal.Malformed;
            }

            if (reader.ValueTextEquals("alg"u8))
            {
                StrictJson.ReadText(ref reader);
                hasAlgorithm = IsAllowed(ref reader, algorithms) || (allowDeveloperAlgorithm && reader.ValueTextEquals(JwtDefaults.DeveloperAlgorithm));
            }
            else if (reader.ValueTextEquals("typ"u8))
            {
                StrictJson.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("kid"u8))
            {
                StrictJson.ReadText(ref reader);
                if (reader.ValueSpan.Length > MaximumKeyIdLength)
                {
                    return JwtRefusal.Malformed;
                }
            }
            else
            {
                // RFC 7797: "b64" changes what is signed, with or without "crit".
                critical |= reader.ValueTextEquals("crit"u8) || reader.ValueTextEquals("b64"u8);
                reader.Read();
                reader.Skip();
            }
        }

        StrictJson.End(ref reader);
        return critical ? JwtRefusal.Critical : hasAlgorithm ? null : JwtRefusal.Algorithm;
    }

    private static bool IsAllowed(ref Utf8JsonReader reader, IEnumerable<string> algorithms)
    {
        foreach (var algorithm in algorithms as string[] ?? [.. algorithms])
        {
            if (reader.ValueTextEquals(algorithm))
            {
                return true;
            }
        }

        return false;
    }

    private static JwtRefusal? CheckSignature(ReadOnlySpan<char> signature) =>
        signature.IsEmpty ? JwtRefusal.Signature
        : IsBase64Url(signature) ? null
        : JwtRefusal.Malformed;

    private static bool IsBase64Url(ReadOnlySpan<char> text) => Base64Url.IsValid(text) && !HasPaddingOrSpace(text);

    private static JwtRefusal? CheckClaims(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var names = new MemberNames(json, stackalloc Range[MembersInPlace]);
        StrictJson.StartObject(ref reader);
        while (StrictJson.NextMember(ref reader))
        {
            if (!names.Add((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped ? reader.GetString() : null))
            {
                return JwtRefusal.Malformed;
            }

            var isTime = reader.ValueTextEquals("exp"u8) || reader.ValueTextEquals("nbf"u8) || reader.ValueTextEquals("iat"u8);
            var isName = reader.ValueTextEquals("sub"u8) || reader.ValueTextEquals("client_id"u8) || reader.ValueTextEquals("azp"u8)
                || reader.ValueTextEquals("sid"u8) || reader.ValueTextEquals("jti"u8);
            reader.Read();
            // The token library also takes the time as a text, which others don't (RFC 7519 section 2, NumericDate).
            if (isTime && reader.TokenType != JsonTokenType.Number)
            {
                return JwtRefusal.Malformed;
            }

            // A list of one is a text to who reads claims, and none to who looks for what was revoked. Some servers write numbers.
            if (isName && reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null))
            {
                return JwtRefusal.Malformed;
            }

            reader.Skip();
        }

        StrictJson.End(ref reader);
        return null;
    }

    /// <summary>The five parts of an encrypted token (RFC 7516) and its header: how the key is wrapped, and how the content is encrypted.</summary>
    public static JwtRefusal? CheckEncrypted(ReadOnlySpan<char> token, IReadOnlySet<string> keyAlgorithms, IReadOnlySet<string> contentAlgorithms)
    {
        Span<Range> parts = stackalloc Range[6];
        if (token.Split(parts, '.') != 5)
        {
            return JwtRefusal.Malformed;
        }

        foreach (var part in parts[1..5])
        {
            if (token[part].IsEmpty || !IsBase64Url(token[part]))
            {
                return JwtRefusal.Malformed;
            }
        }

        var buffer = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            var json = Decode(token[parts[0]], buffer);
            return json.IsEmpty ? JwtRefusal.Malformed : CheckEncrypted(json, keyAlgorithms, contentAlgorithms);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return JwtRefusal.Malformed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static JwtRefusal? CheckEncrypted(ReadOnlySpan<byte> json, IReadOnlySet<string> keyAlgorithms, IReadOnlySet<string> contentAlgorithms)
    {
        var (hasKey, hasContent, isExtended) = (false, false, false);
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var names = new MemberNames(json, stackalloc Range[MembersInPlace]);
        StrictJson.StartObject(ref reader);
        while (StrictJson.NextMember(ref reader))
        {
            if (!names.Add((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped ? reader.GetString() : null))
            {
                return JwtRefusal.Malformed;
            }

            var name = reader.GetString();
            reader.Read();
            hasKey |= name == "alg" && keyAlgorithms.Contains(reader.GetString()!);
            hasContent |= name == "enc" && contentAlgorithms.Contains(reader.GetString()!);
            // Compressed, a few bytes could become many.
            isExtended |= name is "crit" or "zip" or "b64";
            reader.Skip();
        }

        StrictJson.End(ref reader);
        return isExtended ? JwtRefusal.Critical : hasKey && hasContent ? null : JwtRefusal.Algorithm;
    }

    /// <returns>The text's bytes, or none if it is not strict base64url of UTF-8.</returns>
    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<char> text, Span<byte> buffer)
    {
        if (text.IsEmpty || HasPaddingOrSpace(text) || Base64Url.DecodeFromChars(text, buffer, out _, out var written) != OperationStatus.Done)
        {
            return [];
        }

        var bytes = buffer[..written];
        return Utf8.IsValid(bytes) ? bytes : [];
    }

    /// <summary>.NET's decoder takes both, and '%' for padding too; RFC 7515 section 2 does not.</summary>
    private static bool HasPaddingOrSpace(ReadOnlySpan<char> text) => text.ContainsAny(PaddingOrSpace);
}
