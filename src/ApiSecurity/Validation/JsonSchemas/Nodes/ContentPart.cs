using System.Buffers.Text;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary><c>contentEncoding</c> (base64) and <c>contentMediaType</c> (JSON), where they are asked to hold.</summary>
internal sealed class ContentPart(bool isBase64, bool isJson)
{
    private const int MostDepth = 64;

    /// <returns>The keyword that does not hold, or <see langword="null"/>.</returns>
    public string? Fault(ReadOnlySpan<byte> text)
    {
        if (isBase64 && (text.ContainsAny(" \t\r\n"u8) || !Base64.IsValid(text)))
        {
            return "contentEncoding";
        }

        if (!isJson)
        {
            return null;
        }

        if (!isBase64)
        {
            return IsJson(text) ? null : "contentMediaType";
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        Base64.DecodeFromUtf8(text, decoded, out _, out var length);
        return IsJson(decoded.AsSpan(0, length)) ? null : "contentMediaType";
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MostDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
