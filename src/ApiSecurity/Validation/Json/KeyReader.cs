using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Validation;

/// <summary>Reads a dictionary's keys that are not texts as the serializer does, so that two ways of writing one key are found to be one.</summary>
internal abstract class KeyReader
{
    public static KeyReader Create(JsonTypeInfo key, Func<object, bool>? isDefined) =>
        (KeyReader)Activator.CreateInstance(typeof(Of<>).MakeGenericType(key.Type), key, isDefined)!;

    /// <returns>The key; <see langword="null"/> if the serializer can't read it or it is none that is defined.</returns>
    public abstract object? Read(ref Utf8JsonReader reader);

    private sealed class Of<TKey>(JsonTypeInfo key, Func<object, bool>? isDefined) : KeyReader
        where TKey : notnull
    {
        private readonly JsonConverter<TKey> _converter = (JsonConverter<TKey>)key.Converter;

        public override object? Read(ref Utf8JsonReader reader)
        {
            try
            {
                object value = _converter.ReadAsPropertyName(ref reader, typeof(TKey), key.Options);
                return isDefined is null || isDefined(value) ? value : null;
            }
            catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or NotSupportedException or OverflowException or ArgumentException)
            {
                return null;
            }
        }
    }
}
