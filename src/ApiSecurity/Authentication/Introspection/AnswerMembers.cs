using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>Reads members of an answer, each of the one type that the RFC gives it.</summary>
internal static class AnswerMembers
{
    /// <exception cref="RemoteServerException">It is there and no text.</exception>
    public static string? Text(JsonElement answer, string name) => Find(answer, name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(name);

    /// <exception cref="RemoteServerException">It is there and neither a text nor a list of texts.</exception>
    public static List<string>? Texts(JsonElement answer, string name)
    {
        if (Find(answer, name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return [value.GetString()!];
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(name);
    }

    /// <summary>A NumericDate (RFC 7519 section 2): seconds, with a fraction or without.</summary>
    /// <exception cref="RemoteServerException">It is there and none.</exception>
    public static DateTimeOffset? Time(JsonElement answer, string name)
    {
        if (Find(answer, name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || !double.IsFinite(seconds) || seconds < 0)
        {
            throw Wrong(name);
        }

        var latest = DateTimeOffset.MaxValue.AddYears(-1);
        return seconds >= latest.ToUnixTimeSeconds() ? latest : DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
    }

    private static JsonElement? Find(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static RemoteServerException Wrong(string name) => new($"the member {name} of its answer has another type than it must have");
}
