using System.Text.Json;

namespace ApiSecurity.Authorization;

internal static class OpaqueIdText
{
    /// <summary>Of escapes, six bytes a character.</summary>
    private static readonly int MostBytes = OpaqueIdCodec.MostChars * 6;

    /// <returns>The text; <see langword="null"/> if it is longer than any id.</returns>
    public static string? Read(ref Utf8JsonReader reader) =>
        (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) > MostBytes ? null : reader.GetString();
}
