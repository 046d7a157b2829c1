using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace ApiSecurity.Validation;

/// <summary>Reading tokens and their text. Whatever is no proper text ends in a <see cref="JsonException"/>.</summary>
internal static class JsonText
{
    /// <returns>Whether there is one more member in the object; the reader then stands on its name.</returns>
    public static bool ReadMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndObject;

    /// <returns>Whether there is one more item in the array; the reader then stands on its first token.</returns>
    public static bool ReadItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether a member's name is this one, as it stands; a name with escapes must be decoded to know (and to see if it is text at all).</summary>
    public static bool IsPlainly(ref Utf8JsonReader reader, byte[] name) => !reader.ValueIsEscaped && reader.ValueTextEquals(name);

    /// <summary>The text of a string or a member's name, without its escapes.</summary>
    public static string Decode(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw Broken(exception);
        }
    }

    /// <summary>The reader does not look inside strings by itself: bytes that are no UTF-8 and halves of surrogate pairs pass it.</summary>
    public static void ThrowIfBroken(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            Unescape(ref reader);
        }
        else if (!(reader.HasValueSequence ? IsValid(reader.ValueSequence) : Utf8.IsValid(reader.ValueSpan)))
        {
            throw Broken(null);
        }
    }

    private static bool IsValid(in ReadOnlySequence<byte> text)
    {
        var length = checked((int)text.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        text.CopyTo(buffer);
        var isValid = Utf8.IsValid(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return isValid;
    }

    private static void Unescape(ref Utf8JsonReader reader)
    {
        var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        var buffer = ArrayPool<char>.Shared.Rent(length);
        try
        {
            reader.CopyString(buffer);
        }
        catch (InvalidOperationException exception)
        {
            throw Broken(exception);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static JsonException Broken(Exception? inner) => new("The text is not valid UTF-8, or has half a surrogate pair.", inner);
}
