using System.Globalization;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>JSON pointers (RFC 6901) into schema documents.</summary>
internal static class JsonPointer
{
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>Goes one step down.</summary>
    public static bool TryStep(JsonElement element, string name, out JsonElement next)
    {
        next = default;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.TryGetProperty(name, out next);
            case JsonValueKind.Array:
                if ((name.Length > 1 && name[0] == '0')
                    || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= element.GetArrayLength())
                {
                    return false;
                }

                next = element[index];
                return true;
            default:
                return false;
        }
    }
}
