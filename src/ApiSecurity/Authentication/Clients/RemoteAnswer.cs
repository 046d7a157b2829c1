using System.Text.Json;
using System.Text.Unicode;

namespace ApiSecurity.Authentication;

/// <summary>What another server answered, no longer than allowed.</summary>
internal sealed record RemoteAnswer(int Status, string? MediaType, ReadOnlyMemory<byte> Body, string? DPoPNonce)
{
    private const int MaximumDepth = 16;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaximumDepth };

    /// <summary>The body as one JSON object without duplicate members.</summary>
    /// <exception cref="RemoteServerException">It is none.</exception>
    public JsonElement ReadObject() => ReadObject(Body);

    public static JsonElement ReadObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (!Utf8.IsValid(json.Span))
            {
                throw new RemoteServerException("its answer is not UTF-8");
            }

            CheckTexts(json.Span);
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new RemoteServerException("its answer is no JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RemoteServerException("its answer is not JSON that can be used", exception);
        }
    }

    /// <summary>Half a character can be written as an escape, and would throw wherever the text is read later.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && reader.TokenType is (JsonTokenType.String or JsonTokenType.PropertyName))
            {
                reader.GetString();
            }
        }
    }
}
