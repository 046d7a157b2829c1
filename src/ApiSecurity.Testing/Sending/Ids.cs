using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiSecurity.Testing;

/// <summary>Ids as requests write them, and ids that nothing has.</summary>
internal static class Ids
{
    public static readonly Guid NoGuid = new("5eed0000-5eed-4eed-8eed-5eed5eed5eed");

    public static string Text(object id, int part = 0) => Of(id, part) switch
    {
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        { } other => other.ToString() ?? string.Empty,
    };

    public static JsonNode? Json(object id, int part = 0) => Of(id, part) switch
    {
        string text => JsonValue.Create(text),
        { } value when value.GetType().IsPrimitive || value is Guid or decimal => JsonSerializer.SerializeToNode(value, value.GetType()),
        { } other => JsonValue.Create(Text(other)),
    };

    /// <summary>An id of the same kind that no object has.</summary>
    /// <param name="id">An id that there is.</param>
    /// <param name="number">Another one for each number.</param>
    public static object Absent(object id, int number) => id switch
    {
        Guid => Numbered(number),
        int => 2_147_480_000 + (number % 3000),
        long => 9_007_199_254_740_000L + (number % 900),
        short => (short)(32_700 + (number % 60)),
        object[] parts => parts.Select(part => Absent(part, number)).ToArray(),
        string text when Guid.TryParse(text, out var _) => Numbered(number).ToString(text.Contains('-') ? "D" : "N"),
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var _) => (2_147_480_000L + number).ToString(CultureInfo.InvariantCulture),
        string text => Letters(text, number),
        ITuple parts => Enumerable.Range(0, parts.Length).Select(index => Absent(parts[index]!, number)).ToArray(),
        _ when Parts(id) is { Length: > 0 } parts => parts.Select(part => Absent(part, number)).ToArray(),
        _ => Absent(Text(id), number),
    };

    /// <summary>Whether a text of the application's has the id, however it writes it. Short ids are everywhere, so only where they stand alone.</summary>
    public static bool Holds(Answer answer, object id)
    {
        var text = Text(id);
        if (text.Length >= 8)
        {
            return answer.Text.Contains(text, StringComparison.OrdinalIgnoreCase)
                || (Guid.TryParse(text, out var guid) && answer.Text.Contains(guid.ToString("N"), StringComparison.OrdinalIgnoreCase))
                || answer.Headers.Any(header => header.Value.Contains(text, StringComparison.OrdinalIgnoreCase));
        }

        return answer.Json is { } json && Members(json).Any(member => IsIdName(member.Name) && Shapes.Text(member.Value) == text);
    }

    public static IEnumerable<(string Name, JsonNode? Value)> Members(JsonNode? json, string name = "")
    {
        switch (json)
        {
            case JsonObject members:
                return members.SelectMany(member => Members(member.Value, member.Key).Prepend((member.Key, member.Value)));
            case JsonArray items:
                return items.SelectMany(item => item is JsonValue ? [(name, item)] : Members(item, name));
            default:
                return [];
        }
    }

    private static bool IsIdName(string name) => name.Length == 0 || name.EndsWith("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("ids", StringComparison.OrdinalIgnoreCase);

    private static object Of(object id, int part) => id switch
    {
        object[] parts => parts[part],
        string => id,
        ITuple parts => parts[part]!,
        _ when Parts(id) is { Length: > 0 } parts => parts[part],
        _ => id,
    };

    /// <summary>Those of a typed id, or of a key of several parts, by its one constructor; as the binder of objects has it.</summary>
    private static object[]? Parts(object id)
    {
        var type = id.GetType();
        if (type.IsPrimitive || id is string or Guid or decimal or Uri || type.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(method => method.Name == "TryParse"))
        {
            return null;
        }

        var constructors = type.GetConstructors().Where(constructor => constructor.GetParameters().Length > 0).ToArray();
        return constructors.Length != 1 ? null
            : constructors[0].GetParameters().Select(parameter => type.GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.GetValue(id)).OfType<object>().ToArray();
    }

    private static Guid Numbered(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        NoGuid.TryWriteBytes(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[12..], number);
        return new Guid(bytes);
    }

    /// <summary>As long as the other, of the same kinds of letters.</summary>
    private static string Letters(string text, int number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        var letters = text.Select(letter => char.IsAsciiDigit(letter) ? '0' : char.IsAsciiLetterLower(letter) ? 'q' : char.IsAsciiLetterUpper(letter) ? 'Q' : letter).ToArray();
        return letters.Length > digits.Length ? string.Concat(new string(letters, 0, letters.Length - digits.Length), digits) : new string(letters);
    }
}
