using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>Reads JSON objects strictly: no duplicates, no nulls for texts, nothing behind the end.</summary>
internal static class StrictJson
{
    /// <exception cref="JsonException">There is no object.</exception>
    public static void StartObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
    }

    /// <returns>Whether there is another member; the reader is at its name then.</returns>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndObject;

    /// <exception cref="JsonException">The name was there before.</exception>
    public static void Once(bool isNew)
    {
        if (!isNew)
        {
            throw new JsonException();
        }
    }

    /// <summary>Goes on to a member's value.</summary>
    /// <exception cref="JsonException">The value is no text.</exception>
    public static void ReadText(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }
    }

    /// <exception cref="JsonException">The value is no text, or an empty one.</exception>
    public static string Text(ref Utf8JsonReader reader)
    {
        ReadText(ref reader);
        return reader.GetString() is { Length: > 0 } text ? text : throw new JsonException();
    }

    /// <summary>A NumericDate (RFC 7519 section 2).</summary>
    /// <exception cref="JsonException">The value is no number that can be a time.</exception>
    public static double Time(ref Utf8JsonReader reader)
    {
        // The year 9999, without its last days: lifetimes are added to it.
        const double LastYear = 253400000000;
        if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var seconds) || seconds is < 0 or > LastYear)
        {
            throw new JsonException();
        }

        return seconds;
    }

    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <exception cref="JsonException">Something follows.</exception>
    public static void End(ref Utf8JsonReader reader)
    {
        if (reader.Read())
        {
            throw new JsonException();
        }
    }
}
