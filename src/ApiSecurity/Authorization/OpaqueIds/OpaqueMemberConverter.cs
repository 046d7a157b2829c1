using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

/// <summary>Writes and reads a plain id as an opaque one.</summary>
internal sealed class OpaqueMemberConverter<TKey>(Type type) : JsonConverter<TKey>
    where TKey : notnull
{
    public override TKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OpaqueMember.Read<TKey>(ref reader, type);

    public override void Write(Utf8JsonWriter writer, TKey value, JsonSerializerOptions options) => writer.WriteStringValue(OpaqueIdCodec.Current.Encode(type, value));
}

internal sealed class OpaqueNullableMemberConverter<TKey>(Type type) : JsonConverter<TKey?>
    where TKey : struct
{
    public override TKey? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : OpaqueMember.Read<TKey>(ref reader, type);

    public override void Write(Utf8JsonWriter writer, TKey? value, JsonSerializerOptions options)
    {
        if (value is { } id)
        {
            writer.WriteStringValue(OpaqueIdCodec.Current.Encode(type, id));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

internal static class OpaqueMember
{
    public static TKey Read<TKey>(ref Utf8JsonReader reader, Type type)
        where TKey : notnull =>
        reader.TokenType == JsonTokenType.String && OpaqueIdText.Read(ref reader) is { } text && OpaqueIdCodec.Current.TryDecode<TKey>(type, text, out var id)
            ? id!
            : throw new JsonException("A member is no id of the type's objects.");
}
