using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

/// <summary>Writes and reads <see cref="OpaqueId{T, TKey}"/>.</summary>
internal sealed class OpaqueIdJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(OpaqueId<,>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OpaqueIdJsonConverter<,>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}

internal sealed class OpaqueIdJsonConverter<T, TKey> : JsonConverter<OpaqueId<T, TKey>>
    where T : class
    where TKey : notnull
{
    public override OpaqueId<T, TKey> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Read(ref reader) : throw new JsonException("An opaque id is a text.");

    public override OpaqueId<T, TKey> ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, OpaqueId<T, TKey> value, JsonSerializerOptions options)
    {
        if (value.HasValue)
        {
            writer.WriteStringValue(value.ToString());
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public override void WriteAsPropertyName(Utf8JsonWriter writer, OpaqueId<T, TKey> value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());

    private static OpaqueId<T, TKey> Read(ref Utf8JsonReader reader) => OpaqueIdText.Read(ref reader) is { } text ? OpaqueId<T, TKey>.Parse(text, null) : default;
}
