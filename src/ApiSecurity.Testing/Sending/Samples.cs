using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ApiSecurity.Authorization;

namespace ApiSecurity.Testing;

/// <summary>Values that are valid as far as types and their annotations say.</summary>
internal sealed class Samples(JsonSerializerOptions json)
{
    private const int MaxDepth = 6;

    private static readonly DateTimeOffset Day = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public JsonSerializerOptions Options => json;

    /// <returns>A body of the type; <see langword="null"/> where none can be made.</returns>
    public JsonNode? Body(Type type) => Of(type, null, "body", 0);

    /// <summary>A value of the path or the query.</summary>
    public static string Parameter(string name, Type? type, IReadOnlyList<string> constraints)
    {
        var bare = Bare(type is { IsArray: true } ? type.GetElementType()! : type ?? typeof(string));
        foreach (var constraint in constraints)
        {
            var (kind, argument) = constraint.Split('(') is [var first, var rest] ? (first, rest.TrimEnd(')')) : (constraint, string.Empty);
            var found = kind.ToUpperInvariant() switch
            {
                "GUID" => Ids.NoGuid.ToString(),
                "INT" or "LONG" or "DECIMAL" or "DOUBLE" or "FLOAT" => "1",
                "BOOL" => "true",
                "DATETIME" => "2026-01-02",
                "MIN" => argument,
                "RANGE" or "LENGTH" when argument.Split(',') is [var low, ..] => kind.Equals("range", StringComparison.OrdinalIgnoreCase) ? low : new string('a', int.Parse(low, CultureInfo.InvariantCulture)),
                "MINLENGTH" => new string('a', int.Parse(argument, CultureInfo.InvariantCulture)),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return Simple(bare) switch
        {
            DateTime or DateTimeOffset or DateOnly => "2026-01-02",
            bool => "true",
            Uri uri => uri.ToString(),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            string => name.Contains("email", StringComparison.OrdinalIgnoreCase) ? "kit@example.com" : "test",
            { } other => other.ToString() ?? "test",
            null => "test",
        };
    }

    /// <summary>Members of a type as JSON has them, with what the application keeps them in.</summary>
    public IEnumerable<(string Name, Type Type)> Members(Type type)
    {
        try
        {
            return [.. json.GetTypeInfo(type).Properties.Where(property => property.Get is not null || property.Set is not null).Select(property => (property.Name, property.PropertyType))];
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>A value that nobody has by chance.</summary>
    public JsonNode? Marker(Type type) => Bare(type) switch
    {
        var bare when bare == typeof(string) => "kit-planted",
        var bare when bare == typeof(bool) => true,
        var bare when bare == typeof(Guid) => JsonValue.Create(Ids.NoGuid),
        var bare when bare.IsEnum => Serialized(Enum.GetValues(bare) is { Length: > 0 } values ? values.GetValue(values.Length - 1)! : 0, bare),
        var bare when bare == typeof(DateTime) => "2031-07-08T00:00:00Z",
        var bare when bare == typeof(DateTimeOffset) => "2031-07-08T00:00:00+00:00",
        var bare when bare == typeof(byte) => 117,
        var bare when bare.IsPrimitive || bare == typeof(decimal) => 31117,
        _ => null,
    };

    private JsonNode? Of(Type type, ICustomAttributeProvider? attributes, string name, int depth)
    {
        var bare = Bare(type);
        if (Simple(bare, attributes, name) is { } value)
        {
            return Serialized(value, bare);
        }

        if (depth > MaxDepth || bare == typeof(object) || typeof(JsonNode).IsAssignableFrom(bare) || bare == typeof(JsonElement) || bare == typeof(JsonDocument))
        {
            return new JsonObject();
        }

        JsonTypeInfo info;
        try
        {
            info = json.GetTypeInfo(bare);
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            return null;
        }

        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                var members = new JsonObject();
                foreach (var property in info.Properties.Where(property => (property.Set is not null || property.AssociatedParameter is not null) && (property.IsRequired || !All(Both(property)).OfType<WritableByAttribute>().Any())))
                {
                    members[property.Name] = Of(property.PropertyType, Both(property), property.Name, depth + 1);
                }

                return members;
            case JsonTypeInfoKind.Enumerable:
                var count = Math.Clamp(All(attributes).OfType<MinLengthAttribute>().FirstOrDefault()?.Length ?? 1, 1, 20);
                return new JsonArray([.. Enumerable.Range(0, count).Select(_ => Of(info.ElementType ?? typeof(object), null, name, depth + 1))]);
            case JsonTypeInfoKind.Dictionary:
                return new JsonObject();
            default:
                return JsonValue.Create("test");
        }
    }

    private JsonNode? Serialized(object value, Type type)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, type, json);
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException or JsonException)
        {
            return JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }

    private static object? Simple(Type bare, ICustomAttributeProvider? attributes = null, string name = "")
    {
        if (All(attributes).OfType<AllowedValuesAttribute>().FirstOrDefault() is { Values: [{ } allowed, ..] })
        {
            return allowed;
        }

        if (bare == typeof(string))
        {
            return String(attributes, name);
        }

        if (bare.IsEnum)
        {
            return Enum.GetValues(bare) is { Length: > 0 } values ? values.GetValue(0) : Activator.CreateInstance(bare);
        }

        if (bare == typeof(bool) || bare == typeof(char))
        {
            return bare == typeof(bool) ? false : 'a';
        }

        return bare.IsPrimitive || bare == typeof(decimal) ? Convert.ChangeType(Number(attributes), bare, CultureInfo.InvariantCulture)
            : bare == typeof(Guid) ? Ids.NoGuid
            : bare == typeof(DateTime) ? Day.UtcDateTime
            : bare == typeof(DateTimeOffset) ? Day
            : bare == typeof(DateOnly) ? DateOnly.FromDateTime(Day.UtcDateTime)
            : bare == typeof(TimeOnly) ? TimeOnly.FromDateTime(Day.UtcDateTime)
            : bare == typeof(TimeSpan) ? TimeSpan.FromMinutes(1)
            : bare == typeof(Uri) ? new Uri($"https://{OutgoingRequests.Host}/sample")
            : bare == typeof(byte[]) ? Array.Empty<byte>()
            : null;
    }

    private static string String(ICustomAttributeProvider? attributes, string name)
    {
        var all = All(attributes);
        if (all.OfType<EmailAddressAttribute>().Any() || name.Contains("email", StringComparison.OrdinalIgnoreCase))
        {
            return "kit@example.com";
        }

        if (all.OfType<UrlAttribute>().Any())
        {
            return $"https://{OutgoingRequests.Host}/sample";
        }

        var least = all.Select(one => one switch { StringLengthAttribute length => length.MinimumLength, MinLengthAttribute length => length.Length, LengthAttribute length => length.MinimumLength, _ => 0 }).DefaultIfEmpty(0).Max();
        var most = all.Select(one => one switch { StringLengthAttribute length => length.MaximumLength, MaxLengthAttribute length => length.Length, LengthAttribute length => length.MaximumLength, _ => int.MaxValue }).DefaultIfEmpty(int.MaxValue).Min();
        return "test".Length < least ? new string('t', Math.Min(least, 10_000)) : most is > 0 and < 4 ? "test"[..most] : "test";
    }

    private static double Number(ICustomAttributeProvider? attributes)
    {
        var range = All(attributes).OfType<RangeAttribute>().FirstOrDefault();
        var least = Convert.ToDouble(range?.Minimum ?? 1, CultureInfo.InvariantCulture);
        var most = Convert.ToDouble(range?.Maximum ?? 1, CultureInfo.InvariantCulture);
        return least <= 1 && most >= 1 ? 1 : least;
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Attribute[] All(ICustomAttributeProvider? attributes) => attributes?.GetCustomAttributes(inherit: true).OfType<Attribute>().ToArray() ?? [];

    private static Attributes Both(JsonPropertyInfo property) => new(property.AttributeProvider, property.AssociatedParameter?.AttributeProvider);

    /// <summary>Those of a property, and of the constructor's parameter that sets it.</summary>
    private sealed class Attributes(params ICustomAttributeProvider?[] sources) : ICustomAttributeProvider
    {
        public object[] GetCustomAttributes(bool inherit) => [.. sources.SelectMany(source => source?.GetCustomAttributes(inherit) ?? [])];

        public object[] GetCustomAttributes(Type attributeType, bool inherit) => [.. sources.SelectMany(source => source?.GetCustomAttributes(attributeType, inherit) ?? [])];

        public bool IsDefined(Type attributeType, bool inherit) => sources.Any(source => source?.IsDefined(attributeType, inherit) is true);
    }
}
