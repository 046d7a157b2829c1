using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>
/// Looks at the form of a token before any key does: three parts of strict base64url, headers and claims that are JSON objects without
/// duplicates (RFC 8725 section 2.4, RFC 7519 section 4), an algorithm that is allowed, no extension that is not understood.
/// </summary>
/// <remarks>Keys that the header carries or points to (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>) are not looked at, here or later.</remarks>
internal static class JwtShape
{
    private const int MaximumDepth = 16;
    private const int MaximumKeyIdLength = 512;

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

        var header = token[parts[0]];
        var payload = token[parts[1]];
        if (Decode(header) is not { } headerBytes || Decode(payload) is not { } payloadBytes)
        {
            return JwtRefusal.Malformed;
        }

        var refusal = CheckHeader(headerBytes, algorithms, allowDeveloperAlgorithm);
        return refusal ?? CheckSignatureAndClaims(token[parts[2]], payloadBytes);
    }

    private static JwtRefusal? CheckHeader(byte[] json, IEnumerable<string> algorithms, bool allowDeveloperAlgorithm)
    {
        string? algorithm = null;
        var critical = false;
        try
        {
            var reader = new Utf8JsonReader(json, ReaderOptions);
            var names = StartObject(ref reader);
            while (NextMember(ref reader, names) is { } name)
            {
                switch (name)
                {
                    case "alg" or "typ" or "kid" when reader.TokenType != JsonTokenType.String:
                        return JwtRefusal.Malformed;
                    case "alg":
                        algorithm = reader.GetString();
                        break;
                    case "kid" when reader.ValueSpan.Length > MaximumKeyIdLength:
                        return JwtRefusal.Malformed;
                    case "crit" or "b64":
                        // RFC 7797: "b64" changes what is signed, with or without "crit".
                        critical = true;
                        break;
                    default:
                        break;
                }

                reader.Skip();
            }

            End(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return JwtRefusal.Malformed;
        }

        if (critical)
        {
            return JwtRefusal.Critical;
        }

        return algorithm is not null
            && (algorithms.Contains(algorithm, StringComparer.Ordinal) || (allowDeveloperAlgorithm && algorithm == JwtDefaults.DeveloperAlgorithm))
                ? null
                : JwtRefusal.Algorithm;
    }

    private static JwtRefusal? CheckSignatureAndClaims(ReadOnlySpan<char> signature, byte[] json)
    {
        if (signature.IsEmpty)
        {
            return JwtRefusal.Signature;
        }

        if (!Base64Url.IsValid(signature) || HasPaddingOrSpace(signature))
        {
            return JwtRefusal.Malformed;
        }

        try
        {
            var reader = new Utf8JsonReader(json, ReaderOptions);
            var names = StartObject(ref reader);
            while (NextMember(ref reader, names) is { } name)
            {
                // The token library also takes the time as a text, which others don't (RFC 7519 section 2, NumericDate).
                if (name is "exp" or "nbf" or "iat" && reader.TokenType != JsonTokenType.Number)
                {
                    return JwtRefusal.Malformed;
                }

                reader.Skip();
            }

            End(ref reader);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return JwtRefusal.Malformed;
        }
    }

    private static HashSet<string> StartObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        return new HashSet<string>(StringComparer.Ordinal);
    }

    /// <returns>The next member's name, with the reader at its value; <see langword="null"/> at the object's end.</returns>
    private static string? NextMember(ref Utf8JsonReader reader, HashSet<string> names)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = reader.GetString()!;
        if (!names.Add(name) || !reader.Read())
        {
            throw new JsonException();
        }

        return name;
    }

    private static void End(ref Utf8JsonReader reader)
    {
        // Reading on finds what follows the object, which must be nothing.
        if (reader.Read())
        {
            throw new JsonException();
        }
    }

    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || HasPaddingOrSpace(text) || !Base64Url.IsValid(text))
        {
            return null;
        }

        return Base64Url.DecodeFromChars(text);
    }

    /// <summary>.NET's decoder takes both, and '%' for padding too; RFC 7515 section 2 does not.</summary>
    private static bool HasPaddingOrSpace(ReadOnlySpan<char> text) => text.ContainsAny(PaddingOrSpace);
}
