using System.Text.Json;

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
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new RemoteServerException("its answer is no JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RemoteServerException("its answer is not JSON that can be used", exception);
        }
    }
}
