using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>Where in a schema there are schemas: only there are <c>$id</c> and anchors what they seem.</summary>
internal static class SubschemaKeywords
{
    private static readonly string[] Single =
        ["additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"];

    private static readonly string[] Lists = ["allOf", "anyOf", "items", "oneOf", "prefixItems"];

    private static readonly string[] Maps = ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

    /// <summary>The schemas in a schema, with the pointer from it to them.</summary>
    public static IEnumerable<(string Pointer, JsonElement Schema)> In(JsonElement schema)
    {
        foreach (var keyword in Single)
        {
            if (schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Object)
            {
                yield return ($"/{keyword}", value);
            }
        }

        foreach (var keyword in Lists)
        {
            if (!schema.TryGetProperty(keyword, out var list) || list.ValueKind != JsonValueKind.Array)
            {
                continue;
            }

            for (var index = 0; index < list.GetArrayLength(); index++)
            {
                yield return ($"/{keyword}/{index}", list[index]);
            }
        }

        foreach (var keyword in Maps)
        {
            if (!schema.TryGetProperty(keyword, out var map) || map.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (var member in map.EnumerateObject())
            {
                yield return ($"/{keyword}/{JsonPointer.Escape(member.Name)}", member.Value);
            }
        }
    }
}
