using System.Text.Json.Nodes;

namespace ApiSecurity.Testing;

/// <summary>Sets members of JSON by pointer (RFC 6901); <c>*</c> is each item of a list.</summary>
internal static class Pointers
{
    /// <param name="body">The JSON, which is changed.</param>
    /// <param name="pointer">Where.</param>
    /// <param name="values">What to set: of a list all of them, else the last.</param>
    public static void Set(JsonNode? body, string pointer, IReadOnlyList<JsonNode?> values) => Set(body, pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Unescape).ToArray(), values);

    private static void Set(JsonNode? node, ReadOnlySpan<string> parts, IReadOnlyList<JsonNode?> values)
    {
        switch (node)
        {
            case JsonArray items when parts is ["*", .. var rest]:
                for (var index = 0; index < items.Count; index++)
                {
                    Set(items[index], rest, values);
                }

                break;
            case JsonObject members when parts is [var name, "*"]:
                members[name] = new JsonArray([.. values.Select(value => value?.DeepClone())]);
                break;
            case JsonObject members when parts is [var name]:
                members[name] = values[^1]?.DeepClone();
                break;
            case JsonObject members when parts is [var name, .. var rest]:
                if (members[name] is null)
                {
                    members[name] = rest is ["*", ..] ? new JsonArray(new JsonObject()) : new JsonObject();
                }

                Set(members[name], rest, values);
                break;
            default:
                break;
        }
    }

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
